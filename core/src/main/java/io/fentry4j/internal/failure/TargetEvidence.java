package io.fentry4j.internal.failure;

import io.fentry4j.preflight.Preflight;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import java.util.Optional;
import java.util.stream.Stream;

/// What the kernel's BTF, symbols and tracing lists say about a function: looked up when a program
/// could not be loaded for it or attached to it.
@FunctionalInterface
interface TargetEvidence {

    /// The report about a function, or nothing if none can be made.
    Optional<TargetReport> report(String target);

    /// What stands against fentry or else fexit on the function.
    default Optional<Verdict> obstacle(String target) {
        return report(target).stream()
                .flatMap(report -> Stream.of(report.fentry(), report.fexit()))
                .filter(verdict -> !verdict.attachable())
                .findFirst();
    }

    /// What stands against a kprobe on the function.
    default Optional<Verdict> kprobeObstacle(String target) {
        return report(target)
                .map(TargetReport::kprobe)
                .filter(verdict -> !verdict.traceable() && verdict.reason() != Reason.AMBIGUOUS);
    }

    /// Of the kernel that this runs on; it reads each file once, when it is first needed.
    static TargetEvidence ofRunningKernel() {
        Preflight preflight = Preflight.ofRunningKernel();
        return target -> {
            try {
                return Optional.of(preflight.check(target));
            } catch (RuntimeException e) {
                // Finding the cause must not hide the failure that is to be explained.
                return Optional.empty();
            }
        };
    }
}
