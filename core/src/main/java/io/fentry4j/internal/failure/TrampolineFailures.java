package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.TargetBusyException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.TrampolineUnsupportedException;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.Verdict;
import java.util.Optional;

/// Why a program could not be attached to a function by a BPF trampoline.
final class TrampolineFailures {

    private TrampolineFailures() {}

    static Optional<BpfException> find(AttachProblem problem) {
        if (problem.is(Errno.ENOTSUPP, Errno.ENODEV)) {
            return Optional.of(unsupported(problem));
        }
        if (problem.is(Errno.EBUSY)) {
            return Optional.of(busy(problem));
        }
        if (problem.is(Errno.E2BIG)) {
            return Optional.of(
                    new TargetBusyException(
                            problem.because(
                                            "the function has as many programs as the kernel allows"
                                                    + " (38)")
                                    .advise("share one program, or detach another tracer")));
        }
        if (problem.is(Errno.EOPNOTSUPP)) {
            return Optional.of(
                    new FeatureUnsupportedException(
                            problem.because("this kernel has no programs of this kind")
                                    .observe("arch", System.getProperty("os.arch"))
                                    .advise("use one program at the entry and one at the exit")));
        }
        return problem.is(Errno.EINVAL) ? invalid(problem) : Optional.empty();
    }

    /// Also what x86-64 before 6.6 says about more than six arguments.
    private static BpfException unsupported(AttachProblem problem) {
        Optional<Verdict> signature =
                obstacle(problem).filter(verdict -> verdict.reason() == Reason.SIGNATURE);
        if (signature.isPresent()) {
            return notTraceable(problem, signature.get());
        }
        return new TrampolineUnsupportedException(
                problem.because("this kernel cannot attach fentry and fexit programs")
                        .observe("arch", System.getProperty("os.arch"))
                        .advise(
                                "use Linux 5.5 or newer on x86-64, 6.4 or newer on arm64, built"
                                        + " with CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS=y")
                        .advise("use a kprobe"));
    }

    /// One number for a function that is not patchable, one that is taken, and a program that is
    /// attached already.
    private static BpfException busy(AttachProblem problem) {
        Optional<Verdict> obstacle = obstacle(problem);
        if (obstacle.isPresent()) {
            Verdict verdict = obstacle.get();
            return verdict.reason() == Reason.LIVEPATCHED
                    ? new TargetBusyException(problem.because("the function is taken: ", verdict))
                    : notTraceable(problem, verdict);
        }
        Optional<String> users =
                problem.host()
                        .tracersOf(problem.target().substring(problem.target().indexOf(':') + 1));
        Failure failure =
                problem.because(
                        users.map(TrampolineFailures::holder)
                                .orElse(
                                        "the entry of the function cannot be patched, or is"
                                                + " taken"));
        return new TargetBusyException(
                users.map(known -> failure.observe("enabled_functions", known))
                        .orElse(failure)
                        .advise("close the link that this program has already")
                        .advise(
                                "look for the function in available_filter_functions, for a"
                                        + " livepatch in /sys/kernel/livepatch, and for other"
                                        + " tracers in enabled_functions"));
    }

    /// From flags and names such as `(1) R D tramp: … direct-->bpf_trampoline_6442+0x0/0xac`.
    private static String holder(String users) {
        if (users.contains("direct-->bpf_trampoline")) {
            return "this program is attached to the function already";
        }
        return users.contains("direct-->")
                ? "another tracer has the entry of the function"
                : "the entry of the function is being traced in a way that leaves no room";
    }

    private static Optional<BpfException> invalid(AttachProblem problem) {
        Optional<Verdict> obstacle = obstacle(problem);
        if (obstacle.isPresent()) {
            return Optional.of(notTraceable(problem, obstacle.get()));
        }
        if (!problem.attachment().cookie()) {
            return Optional.empty();
        }
        return Optional.of(
                new FeatureUnsupportedException(
                        problem.because("this kernel has no attach cookies for fentry and fexit")
                                .advise("use Linux 5.19 or newer, or attach without a cookie")));
    }

    private static BpfException notTraceable(AttachProblem problem, Verdict verdict) {
        return new TargetNotTraceableException(
                problem.because("the function cannot be traced: ", verdict));
    }

    private static Optional<Verdict> obstacle(AttachProblem problem) {
        return problem.evidence().obstacle(problem.target());
    }
}
