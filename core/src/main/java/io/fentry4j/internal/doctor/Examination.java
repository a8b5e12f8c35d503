package io.fentry4j.internal.doctor;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.CheckStatus;
import io.fentry4j.doctor.DoctorReport;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.LibbpfUnavailableException;
import io.fentry4j.internal.libbpf.LibbpfVersion;
import io.fentry4j.preflight.Preflight;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import java.util.function.Function;
import java.util.function.Supplier;

/// Everything that the doctor asks, and whom.
///
/// @param facts reads the machine's files
/// @param libbpf finds the library; throws [LibbpfUnavailableException]
/// @param preflight checks one function
/// @param probes tries real programs; asked only if libbpf was found
public record Examination(
        Supplier<HostFacts> facts,
        Supplier<LibbpfVersion> libbpf,
        Function<String, TargetReport> preflight,
        Supplier<Probes> probes) {

    /// The machine that this runs on.
    public static Examination ofThisMachine() {
        return new Examination(
                HostFacts::read,
                LibbpfVersion::find,
                target -> Preflight.ofRunningKernel().check(target),
                KernelProbes::new);
    }

    /// Makes all checks.
    public DoctorReport run(String function) {
        Findings findings = new Findings();
        HostFacts host = facts.get();
        findings.addAll(HostChecks.of(host));
        findings.add(library());
        TargetReport report = present(preflight.apply(function));
        findings.addAll(FunctionChecks.of(function, report, host.filterFunctions()));
        ProgramChecks programs = new ProgramChecks(findings, probes.get(), report);
        programs.run();
        findings.add(SelfTest.check(findings, probes.get(), programs.target()));
        programs.acquit();
        return new DoctorReport(
                function,
                Verdicts.of(findings, report.qualifiedName(), programs.kprobed()),
                findings.all());
    }

    /// The report on the name that the function has in this kernel.
    private TargetReport present(TargetReport report) {
        return report.fentry().reason() == Reason.RENAMED && !report.suggestions().isEmpty()
                ? preflight.apply(report.suggestions().getFirst())
                : report;
    }

    private Check library() {
        Check check = Check.ok(CheckName.LIBBPF);
        try {
            LibbpfVersion version = libbpf.get();
            return check.saw("version", version.version()).saw("file", version.file());
        } catch (LibbpfUnavailableException e) {
            Failure failure = e.failure();
            check = check.because(CheckStatus.FAILED, failure.cause());
            for (String advice : failure.advice()) {
                check = check.fix(advice);
            }
            return check;
        }
    }
}
