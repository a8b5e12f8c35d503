package io.fentry4j.internal.doctor;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.doctor.CheckStatus;
import io.fentry4j.doctor.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What all checks together mean.
final class Verdicts {

    private Verdicts() {}

    /// @param function the name to trace with fentry
    /// @param symbol the name to put a kprobe at
    static Verdict of(Findings findings, String function, String symbol) {
        Optional<CheckName> trouble =
                findings.firstNotOk(CheckName.FENTRY_LOAD, CheckName.FENTRY_ATTACH)
                        .or(() -> Optional.of(CheckName.SELF_TEST).filter(failed(findings)));
        if (trouble.isEmpty()) {
            return works(findings, function);
        }
        Check root = findings.root(trouble.get());
        Optional<CheckName> kprobe =
                findings.firstNotOk(CheckName.KPROBE_LOAD, CheckName.KPROBE_ATTACH);
        if (kprobe.isEmpty()) {
            return new Verdict(
                    Verdict.Outcome.KPROBE,
                    symbol,
                    List.of(),
                    Optional.of(cause(root)),
                    root.fix());
        }
        Check other = findings.root(kprobe.get());
        boolean same = other.name() == root.name();
        return new Verdict(
                Verdict.Outcome.NEITHER,
                function,
                List.of(),
                Optional.of(
                        same
                                ? cause(root)
                                : "fentry: %s; kprobe: %s".formatted(cause(root), cause(other))),
                withoutKprobes(root.fix(), other.fix()));
    }

    /// The advice, but for that to use what does not work either; the other advice if that is all.
    private static List<String> withoutKprobes(List<String> advice, List<String> other) {
        List<String> rest = advice.stream().filter(text -> !text.contains("a kprobe")).toList();
        return rest.isEmpty() ? other : rest;
    }

    private static Predicate<CheckName> failed(Findings findings) {
        return name -> findings.get(name).status() == CheckStatus.FAILED;
    }

    private static Verdict works(Findings findings, String function) {
        List<String> limits = new ArrayList<>();
        Set<String> advice = new LinkedHashSet<>();
        findings.firstNotOk(CheckName.FEXIT_LOAD, CheckName.FEXIT_ATTACH)
                .map(findings::root)
                .ifPresent(root -> {
                    limits.add("fexit does not, because " + cause(root));
                    advice.addAll(root.fix());
                });
        if (!findings.isOk(CheckName.KERNEL_MEMORY)) {
            Check root = findings.root(CheckName.KERNEL_MEMORY);
            limits.add("not for programs that read kernel memory, because " + cause(root));
            advice.addAll(root.fix());
        }
        Check preemption = findings.get(CheckName.PREEMPTION);
        if (preemption.status() == CheckStatus.WARNING) {
            limits.add("calls can be missed while tasks compete for a CPU (preemption model)");
            advice.addAll(preemption.fix());
        }
        return new Verdict(
                Verdict.Outcome.FENTRY, function, limits, Optional.empty(), List.copyOf(advice));
    }

    private static String cause(Check check) {
        return check.cause().orElse("'" + check.name() + "' is not ok");
    }
}
