package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.preflight.Preflight;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import io.fentry4j.trace.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the functions that names and patterns stand for.
public final class FunctionSelection {

    private final List<TraceTarget> targets = new ArrayList<>();
    private final LeftOut leftOut = new LeftOut();
    private final Btf vmlinux;
    private final Map<String, Btf> modules = new HashMap<>();

    private FunctionSelection(Btf vmlinux) {
        this.vmlinux = vmlinux;
    }

    /// Those that nothing stands against, and the others.
    ///
    /// @param patterns names, `module:function` and globs, as [Preflight#checkAll] takes them
    /// @param mode how they are to be attached; empty for either way
    /// @throws BpfException if there is no such function at all
    public static FunctionSelection of(List<String> patterns, Optional<Mode> mode) {
        String operation = "trace " + String.join(", ", patterns);
        FunctionSelection selection = new FunctionSelection(TraceTarget.vmlinux(operation));
        List<TargetReport> reports = Preflight.ofRunningKernel().checkAll(patterns).targets();
        reports.forEach(report -> selection.add(report, mode));
        if (reports.stream().allMatch(report -> report.function().isEmpty())) {
            throw new TargetNotFoundException(
                    Failure.of(operation, selection.leftOut.summary())
                            .advise("fentry4j list PATTERN shows what there is"));
        }
        return selection;
    }

    private void add(TargetReport report, Optional<Mode> mode) {
        List<Verdict> verdicts =
                Stream.of(Mode.values())
                        .filter(one -> mode.isEmpty() || mode.get() == one)
                        .map(one -> one == Mode.FENTRY ? report.fentry() : report.kprobe())
                        .distinct()
                        .toList();
        if (report.function().isEmpty() || verdicts.stream().noneMatch(Verdict::traceable)) {
            leftOut.add(report.qualifiedName(), reason(report, verdicts));
            return;
        }
        Btf btf =
                report.module()
                        .map(module ->
                                modules.computeIfAbsent(module, name -> Btf.module(name, vmlinux)))
                        .orElse(vmlinux);
        targets.add(new TraceTarget(report.module(), btf, report.function().get()));
    }

    private static String reason(TargetReport report, List<Verdict> verdicts) {
        return report.function().isEmpty() || verdicts.size() == 1
                ? verdicts.getFirst().toString()
                : "fentry: %s; kprobe: %s"
                        .formatted(report.fentry().words(), report.kprobe().words());
    }

    /// The functions, in the order of the patterns.
    public List<TraceTarget> targets() {
        return List.copyOf(targets);
    }

    /// The others, to which more can be added.
    public LeftOut leftOut() {
        return leftOut;
    }
}
