package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.PerfEventUnavailableException;
import io.fentry4j.failure.TargetNotFoundException;
import java.util.Optional;

/// Why a program could not be attached to a tracepoint.
final class TracepointFailures {

    private TracepointFailures() {}

    static Optional<BpfException> find(AttachProblem problem) {
        if (problem.is(Errno.EOPNOTSUPP) && problem.attachment().cookie()) {
            return Optional.of(KprobeFailures.noCookie(problem, "tracepoints", "5.15"));
        }
        if (!problem.is(Errno.ENOENT)) {
            return Optional.empty();
        }
        if (!problem.host().tracefs()) {
            return Optional.of(
                    new PerfEventUnavailableException(
                            problem.because(
                                            "tracefs, which has the numbers of the tracepoints, is"
                                                    + " not mounted")
                                    .observe("tracefs", "not readable")
                                    .advise("mount -t tracefs none /sys/kernel/tracing")
                                    .advise("use a raw tracepoint, which needs no tracefs")));
        }
        return Optional.of(missing(problem, "look in /sys/kernel/tracing/available_events"));
    }

    static Optional<BpfException> findRaw(AttachProblem problem) {
        if (problem.is(Errno.ENOENT)) {
            return Optional.of(
                    missing(
                            problem,
                            "give the name without its category, as in"
                                    + " /sys/kernel/tracing/available_events after the colon"));
        }
        if (problem.is(Errno.EINVAL, Errno.EOPNOTSUPP) && problem.attachment().cookie()) {
            return Optional.of(
                    new FeatureUnsupportedException(
                            problem.because("this kernel has no attach cookies for raw tracepoints")
                                    .advise(
                                            "use Linux 6.10 or newer, or attach without a"
                                                    + " cookie")));
        }
        return Optional.empty();
    }

    private static BpfException missing(AttachProblem problem, String where) {
        return new TargetNotFoundException(
                problem.because(
                                "the kernel has no tracepoint '%s': it is misspelt, not in this"
                                                .formatted(problem.target())
                                        + " kernel's configuration, or in a module that is not"
                                        + " loaded")
                        .advise(where));
    }
}
