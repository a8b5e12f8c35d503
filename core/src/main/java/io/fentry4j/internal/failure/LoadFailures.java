package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.MapException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.internal.elf.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns the errno and the messages of a failed load into the failure that names the cause.
public final class LoadFailures {

    private static final Errno ENOMEM = new Errno(12);
    private static final Errno ENOSYS = new Errno(38);

    private static final Pattern MAP_NOT_CREATED =
            Pattern.compile("map '([^']*)': failed to create: .*");

    private LoadFailures() {}

    /// The exception for anything that is loaded or created without targets.
    ///
    /// @param error the negative errno that libbpf returned
    /// @param lines reads the object's line information, if the verifier's log needs it
    public static BpfException explain(
            String operation, int error, List<String> messages, Supplier<List<SourceLine>> lines) {
        return explain(operation, error, messages, lines, program -> Optional.empty());
    }

    /// The exception for `bpf_object__load`.
    ///
    /// @param error the negative errno that libbpf returned
    /// @param lines reads the object's line information, if the verifier's log needs it
    /// @param targets the function that a program, by its name, is to be attached to
    public static BpfException explain(
            String operation,
            int error,
            List<String> messages,
            Supplier<List<SourceLine>> lines,
            Function<String, Optional<String>> targets) {
        return explain(
                Host.examine(),
                TargetEvidence.ofRunningKernel(),
                new FailedLoad(operation, new Errno(-error), messages, lines, targets));
    }

    static BpfException explain(Host host, TargetEvidence evidence, FailedLoad load) {
        Errno errno = load.errno();
        boolean refused = errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES);
        Optional<BpfException> target =
                TargetFailures.find(host, evidence, load.operation(), errno, load.messages());
        if (target.isPresent()) {
            return target.get();
        }
        Optional<VerifierLog> log =
                VerifierLog.in(load.messages()).filter(found -> !found.text().isBlank());
        if (log.isPresent() && (!refused || log.get().reason().isPresent())) {
            return new Rejection(host, evidence, load, log.get()).explain();
        }
        if (refused) {
            return new Refusal(host, load.operation(), errno, Refusal.Gate.LOAD, load.messages())
                    .explain();
        }
        for (String message : load.messages()) {
            Matcher map = MAP_NOT_CREATED.matcher(message);
            if (map.find()) {
                return new MapException(mapNotCreated(load, map.group(1)));
            }
        }
        if (errno.equals(ENOSYS)) {
            return noSystemCall(host, load);
        }
        if (errno.equals(Errno.ENOTSUPP) && host.jit().equals("0")) {
            return new PolicyException(jitOff(load, host).observe("release", host.release()));
        }
        return new KernelException(
                load.because("the kernel refused: " + errno.meaning())
                        .observe("release", host.release())
                        .advise("read libbpf's messages in failure().log()"));
    }

    private static Failure mapNotCreated(FailedLoad load, String map) {
        Failure failure = load.because("the kernel did not create the map '" + map + "'");
        if (load.errno().equals(ENOMEM) || load.errno().equals(Errno.E2BIG)) {
            return failure.advise("make it smaller: its memory is not there");
        }
        return failure.advise(
                "check its sizes: a ring buffer's size is a power of two and a multiple of the page"
                        + " size");
    }

    private static BpfException noSystemCall(Host host, FailedLoad load) {
        if (host.seccomp()) {
            return new PolicyException(
                    load.because("a seccomp filter hides the bpf system call")
                            .observe("seccomp", "on")
                            .observe("release", host.release())
                            .advise("allow bpf and perf_event_open in the seccomp profile"));
        }
        return new FeatureUnsupportedException(
                load.because("this kernel has no bpf system call")
                        .observe("seccomp", "off")
                        .observe("release", host.release())
                        .advise("use a kernel built with CONFIG_BPF_SYSCALL=y"));
    }

    /// Shared with [Rejection].
    static Failure jitOff(FailedLoad load, Host host) {
        return load.because("the program needs the BPF just-in-time compiler, which is off")
                .observe("net.core.bpf_jit_enable", host.jit())
                .advise("turn it on: sysctl net.core.bpf_jit_enable=1");
    }
}
