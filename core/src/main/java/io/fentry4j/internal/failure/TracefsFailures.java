package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.PerfEventUnavailableException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import java.util.Optional;

/// Why tracefs's list of kprobes could not be added to.
final class TracefsFailures {

    private static final Errno EROFS = new Errno(30);

    private TracefsFailures() {}

    static Optional<BpfException> find(AttachProblem problem) {
        if (problem.is(Errno.ENOENT) && problem.host().confidential()) {
            // Lockdown lets tracefs be mounted, and leaves it empty.
            return Optional.of(problem.refusal(Refusal.Gate.PERF_EVENT).explain());
        }
        if (problem.is(Errno.ENOENT)) {
            return Optional.of(new PerfEventUnavailableException(missing(problem)));
        }
        if (problem.is(EROFS)) {
            return Optional.of(
                    new PolicyException(
                            withoutRoom(
                                    problem.because("tracefs is mounted read-only")
                                            .advise(
                                                    "mount it writable: mount -t tracefs none"
                                                            + " /sys/kernel/tracing"))));
        }
        return problem.is(Errno.EACCES) && ownedByRoot(problem.host())
                ? Optional.of(
                        new PermissionException(
                                withoutRoom(
                                        problem.because(
                                                        "tracefs belongs to root: the capabilities"
                                                                + " for BPF do not open it")
                                                .advise(
                                                        "run as root, or give this user's group the"
                                                                + " right: mount -o"
                                                                + " remount,gid=GROUP,mode=770"
                                                                + " /sys/kernel/tracing"))))
                : Optional.empty();
    }

    /// Nothing else than the owner of the file can have refused.
    private static boolean ownedByRoot(Host host) {
        return host.missingCapabilities().isEmpty() && host.initialUserNamespace();
    }

    private static Failure missing(AttachProblem problem) {
        boolean mounted = problem.host().tracefs();
        Failure failure =
                problem.because(
                                mounted
                                        ? "this kernel has no kprobes in tracefs"
                                        : "tracefs, which alone takes a number of calls to have"
                                                + " room for, is not mounted")
                        .observe("tracefs", mounted ? "there" : "not readable")
                        .observe("kprobe_events", "missing");
        return withoutRoom(
                mounted
                        ? failure.advise("use a kernel built with CONFIG_KPROBE_EVENTS=y")
                        : failure.advise("mount -t tracefs none /sys/kernel/tracing"));
    }

    private static Failure withoutRoom(Failure failure) {
        return failure.advise("attach without maxActive, which needs no tracefs");
    }
}
