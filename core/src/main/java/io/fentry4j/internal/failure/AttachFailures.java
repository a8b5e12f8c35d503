package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.TrampolineUnsupportedException;
import java.util.List;

/// Turns the errno of a failed attach into the failure that names the cause.
public final class AttachFailures {

    private AttachFailures() {}

    /// The exception for `bpf_program__attach_trace`.
    ///
    /// @param error the negative errno that libbpf reported
    public static BpfException explain(
            String operation, int error, boolean cookie, List<String> messages) {
        return explain(Host.examine(), operation, error, cookie, messages);
    }

    /// The exception for any attach.
    ///
    /// @param error the negative errno that libbpf reported
    public static BpfException explain(Attachment attachment, int error, List<String> messages) {
        return explain(
                Host.examine(), attachment.operation(), error, attachment.cookie(), messages);
    }

    static BpfException explain(
            Host host, String operation, int error, boolean cookie, List<String> messages) {
        Errno errno = new Errno(-error);
        if (errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES)) {
            return LoadFailures.refused(host, operation, errno, messages);
        }
        String release = host.release();
        String arch = System.getProperty("os.arch");
        if (errno.equals(Errno.ENOTSUPP) || errno.equals(Errno.ENODEV)) {
            return new TrampolineUnsupportedException(
                    Failure.of(operation, "this kernel cannot attach fentry and fexit programs")
                            .errno(errno)
                            .observe("release", release)
                            .observe("arch", arch)
                            .advise(
                                    "use Linux 5.5 or newer on x86-64, 6.4 or newer on arm64, built"
                                            + " with CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS=y")
                            .advise("use a kprobe")
                            .log(messages));
        }
        Failure failure = Failure.of(operation, "").errno(errno).observe("release", release);
        if (errno.equals(Errno.EBUSY)) {
            return new TargetNotTraceableException(
                    because(failure, "the entry of the function cannot be patched, or is taken")
                            .advise(
                                    "look for the function in available_filter_functions, for a"
                                            + " livepatch in /sys/kernel/livepatch, and for other"
                                            + " tracers in enabled_functions")
                            .log(messages));
        }
        if (errno.equals(Errno.E2BIG)) {
            return new TargetNotTraceableException(
                    because(failure, "the function has as many programs as the kernel allows (38)")
                            .advise("share one program, or detach another tracer")
                            .log(messages));
        }
        if (errno.equals(Errno.EINVAL) && cookie) {
            return new KernelException(
                    because(failure, "this kernel has no attach cookies for fentry and fexit")
                            .advise("use Linux 5.19 or newer, or attach without a cookie")
                            .log(messages));
        }
        return new KernelException(
                because(failure, "the kernel refused: " + errno.meaning())
                        .advise("read libbpf's messages in failure().log()")
                        .log(messages));
    }

    private static Failure because(Failure failure, String cause) {
        return new Failure(
                failure.operation(),
                cause,
                failure.errno(),
                failure.observed(),
                failure.advice(),
                failure.log());
    }
}
