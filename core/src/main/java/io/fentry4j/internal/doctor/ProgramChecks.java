package io.fentry4j.internal.doctor;

import static io.fentry4j.doctor.CheckStatus.SKIPPED;
import static io.fentry4j.doctor.CheckStatus.WARNING;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.program.ProgramKind;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Tries real programs on one function.
final class ProgramChecks {

    private static final int MAX_COPIES = 4;

    private final Findings findings;
    private final Blame blame;
    private final Probes probes;
    private final TargetReport report;
    private String kprobed;

    ProgramChecks(Findings findings, Probes probes, TargetReport report) {
        this.findings = findings;
        this.blame = new Blame(findings);
        this.probes = probes;
        this.report = report;
        this.kprobed = report.name();
    }

    /// Adds all checks of programs but the self-test.
    void run() {
        trace(ProgramKind.FENTRY, CheckName.FENTRY_LOAD, CheckName.FENTRY_ATTACH, Optional.empty());
        trace(
                ProgramKind.FEXIT,
                CheckName.FEXIT_LOAD,
                CheckName.FEXIT_ATTACH,
                Optional.of(CheckName.FENTRY_LOAD));
        findings.add(kernelMemory());
        kprobe();
    }

    /// What fentry programs are loaded for; empty if it is not in BTF.
    Optional<Probes.Target> target() {
        return report.function()
                .map(function -> new Probes.Target(report.module(), function.func()));
    }

    private void trace(
            ProgramKind kind, CheckName load, CheckName attach, Optional<CheckName> twin) {
        Optional<CheckName> missing =
                findings.firstNotOk(CheckName.LIBBPF, CheckName.BTF_FILE, CheckName.FUNCTION);
        if (missing.isPresent() || target().isEmpty()) {
            skip(load, attach, missing.orElse(CheckName.FUNCTION));
            return;
        }
        add(
                load,
                attach,
                report.qualifiedName(),
                probes.trace(kind, target().get()),
                failed -> blame.failed(failed.check(), failed.failure(), twin));
    }

    private Check kernelMemory() {
        Check check = Check.ok(CheckName.KERNEL_MEMORY).saw("helper", "bpf_probe_read_kernel");
        if (!findings.isOk(CheckName.FENTRY_LOAD)) {
            return skipped(CheckName.KERNEL_MEMORY, CheckName.FENTRY_LOAD);
        }
        return probes.readMemory(target().orElseThrow())
                .loadFailure()
                .map(failure -> blame.failed(check, failure, Optional.empty()))
                .orElse(check);
    }

    private void kprobe() {
        List<String> symbols = symbols();
        if (!findings.isOk(CheckName.LIBBPF) || symbols.isEmpty()) {
            skip(
                    CheckName.KPROBE_LOAD,
                    CheckName.KPROBE_ATTACH,
                    findings.firstNotOk(CheckName.LIBBPF).orElse(CheckName.SYMBOL));
            return;
        }
        kprobed = symbols.getFirst();
        Attempt attempt = probes.kprobe(kprobed);
        for (String other : symbols.subList(1, symbols.size())) {
            if (!attempt.worked()) {
                Attempt next = probes.kprobe(other);
                kprobed = next.worked() ? other : kprobed;
                attempt = next.worked() ? next : attempt;
            }
        }
        add(
                CheckName.KPROBE_LOAD,
                CheckName.KPROBE_ATTACH,
                kprobed,
                attempt,
                failed ->
                        blame.failedKprobe(
                                failed.check(),
                                failed.failure(),
                                Optional.of(CheckName.FENTRY_LOAD)));
    }

    /// Where a kprobe was put, or could not be.
    String kprobed() {
        return kprobed;
    }

    /// Where kprobes can be put: the function, or copies of it that the compiler has changed.
    private List<String> symbols() {
        return switch (report.kprobe().reason()) {
            case Reason.NOT_FOUND, Reason.NO_SYMBOL, Reason.MODULE_NOT_LOADED, Reason.RENAMED ->
                    List.of();
            case Reason.ONLY_OPTIMIZED_COPIES ->
                    report.suggestions().stream()
                            .filter(name -> name.startsWith(report.name() + "."))
                            .limit(MAX_COPIES)
                            .toList();
            default -> List.of(report.name());
        };
    }

    /// A check with what made it fail.
    private record Failed(Check check, BpfException failure) {}

    private void add(
            CheckName load,
            CheckName attach,
            String target,
            Attempt attempt,
            Function<Failed, Check> explain) {
        Check loaded = Check.ok(load).saw("target", target);
        if (attempt.loadFailure().isPresent()) {
            findings.add(explain.apply(new Failed(loaded, attempt.loadFailure().get())));
            findings.add(skipped(attach, load));
            return;
        }
        findings.add(loaded);
        Check attached = Check.ok(attach).saw("target", target);
        findings.add(
                attempt.attachFailure()
                        .map(failure -> explain.apply(new Failed(attached, failure)))
                        .orElse(attached));
    }

    private void skip(CheckName load, CheckName attach, CheckName earlier) {
        findings.add(skipped(load, earlier));
        findings.add(skipped(attach, load));
    }

    private static Check skipped(CheckName name, CheckName earlier) {
        return Check.ok(name)
                .because(SKIPPED, "it needs '" + earlier + "' to be ok")
                .follows(earlier);
    }

    /// Seccomp filters and the like are only suspects until a real program has passed them.
    void acquit() {
        if (findings.isOk(CheckName.FENTRY_ATTACH)
                && findings.get(CheckName.SECCOMP).status() == WARNING) {
            findings.add(Check.ok(CheckName.SECCOMP).saw("filter", "on, and lets fentry pass"));
        }
    }
}
