package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.PerfEventUnavailableException;
import io.fentry4j.failure.TargetBusyException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import java.util.List;
import java.util.Optional;

/// Why a kprobe, or a link to many of them, could not be made.
final class KprobeFailures {

    private static final Errno ESRCH = new Errno(3);
    private static final Errno EILSEQ = new Errno(84);
    private static final Errno EADDRNOTAVAIL = new Errno(99);

    private KprobeFailures() {}

    static Optional<BpfException> find(AttachProblem problem) {
        if (problem.is(Errno.EOPNOTSUPP) && problem.attachment().cookie()) {
            return Optional.of(noCookie(problem, "kprobes", "5.15"));
        }
        if (!problem.host().kprobeEvents() && problem.is(Errno.ENOENT, Errno.ENODEV)) {
            return Optional.of(unavailable(problem));
        }
        if (problem.is(Errno.ENOENT) || (problem.is(Errno.EINVAL) && lacksSymbol(problem))) {
            return Optional.of(notFound(problem));
        }
        if (problem.is(EADDRNOTAVAIL)) {
            return Optional.of(
                    notTraceable(problem, "several functions of the kernel have this name")
                            .orElseThrow());
        }
        if (problem.is(EILSEQ)) {
            return notTraceable(problem, "the place is not the beginning of an instruction");
        }
        if (problem.is(Errno.EBUSY)) {
            return Optional.of(
                    new TargetBusyException(
                            problem.because("another probe is at this place, and cannot be shared")
                                    .advise("close the other one")));
        }
        return problem.is(Errno.EINVAL)
                ? notTraceable(problem, "the kernel allows no kprobe there")
                : Optional.empty();
    }

    /// For a kretprobe tracefs says so with the number of a place that allows no kprobe.
    private static boolean lacksSymbol(AttachProblem problem) {
        return problem.evidence()
                .kprobeObstacle(problem.target())
                .filter(verdict -> verdict.reason() == Reason.NOT_FOUND)
                .isPresent();
    }

    static Optional<BpfException> findMulti(AttachProblem problem) {
        if (problem.is(ESRCH, Errno.ENOENT)) {
            return Optional.of(notFound(problem));
        }
        boolean old = !problem.host().atLeast(5, 18);
        if (problem.is(Errno.EOPNOTSUPP, Errno.ENOTSUPP) || (problem.is(Errno.EINVAL) && old)) {
            return Optional.of(
                    new FeatureUnsupportedException(
                            problem.because("this kernel has no kprobe.multi")
                                    .advise(
                                            "use Linux 5.18 or newer, built with"
                                                    + " CONFIG_FPROBE=y")
                                    .advise("attach a kprobe to each function")));
        }
        return problem.is(Errno.EINVAL, EADDRNOTAVAIL)
                ? notTraceable(problem, "ftrace cannot patch one of the functions")
                : Optional.empty();
    }

    /// libbpf finds neither the perf event source nor, instead of it, tracefs.
    private static BpfException unavailable(AttachProblem problem) {
        boolean tracefs = problem.host().tracefs();
        Failure failure =
                problem.because(
                                tracefs
                                        ? "this kernel has no kprobes"
                                        : "this kernel has no perf event source for kprobes, and"
                                                + " tracefs is not there to make one")
                        .observe("/sys/bus/event_source/devices/kprobe", "missing")
                        .observe("tracefs", tracefs ? "there" : "not readable");
        return new PerfEventUnavailableException(
                (tracefs ? failure : failure.advise("mount tracefs at /sys/kernel/tracing"))
                        .advise("use a kernel built with CONFIG_KPROBES=y and CONFIG_PERF_EVENTS=y")
                        .advise("use fentry, which needs neither"));
    }

    private static BpfException notFound(AttachProblem problem) {
        String function = culprit(problem);
        Optional<Verdict> obstacle = problem.evidence().kprobeObstacle(function);
        Failure failure =
                obstacle.map(v -> problem.because("there is nothing to put a kprobe on: ", v))
                        .orElseGet(() ->
                                problem.because(
                                        "the kernel has no symbol '" + problem.target() + "'"));
        List<String> names =
                problem.evidence()
                        .report(function)
                        .map(TargetReport::suggestions)
                        .orElse(List.of());
        return new TargetNotFoundException(
                names.isEmpty()
                        ? failure.advise("look for the name in /proc/kallsyms")
                        : failure.advise("did you mean " + String.join(", ", names) + "?"));
    }

    private static Optional<BpfException> notTraceable(AttachProblem problem, String otherwise) {
        Failure failure =
                problem.evidence()
                        .kprobeObstacle(culprit(problem))
                        .map(verdict -> problem.because(otherwise + ": ", verdict))
                        .orElseGet(() -> problem.because(otherwise));
        return Optional.of(
                new TargetNotTraceableException(
                        failure.advise(
                                "look for the function in /sys/kernel/debug/kprobes/blacklist and"
                                        + " available_filter_functions; probe a caller of it")));
    }

    /// Of many functions the first one that something stands against.
    private static String culprit(AttachProblem problem) {
        return problem.targets().stream()
                .filter(name -> problem.evidence().kprobeObstacle(name).isPresent())
                .findFirst()
                .orElse(problem.target());
    }

    static BpfException noCookie(AttachProblem problem, String kind, String since) {
        return new FeatureUnsupportedException(
                problem.because("this kernel has no attach cookies for " + kind)
                        .advise("use Linux " + since + " or newer, or attach without a cookie"));
    }
}
