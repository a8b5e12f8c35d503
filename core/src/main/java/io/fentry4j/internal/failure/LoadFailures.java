package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.MapException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.SourcePosition;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.VerifierException;
import io.fentry4j.internal.elf.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns the errno and the messages of a failed load into the failure that names the cause.
public final class LoadFailures {

    private static final Pattern MAP_NOT_CREATED =
            Pattern.compile("map '([^']*)': failed to create: .*");

    /// The verifier's own words for a function that cannot be traced, whatever the program does.
    private static final List<String> NOT_TRACEABLE =
            List.of(
                    "is not a function",
                    "The function ", // … has N arguments, … arg2 type STRUCT is unsupported
                    "byte return value",
                    "Attaching tracing programs to function",
                    "__noreturn function",
                    "cannot be found");

    /// What a helper that lockdown forbids is said to be, since 6.14 and before.
    private static final Pattern LOCKED_AWAY =
            Pattern.compile("(cannot use helper|unknown func) bpf_probe_read");

    private LoadFailures() {}

    /// The exception for `bpf_object__load`.
    ///
    /// @param error the negative errno that libbpf returned
    /// @param lines reads the object's line information, if the verifier's log needs it
    public static BpfException explain(
            String operation, int error, List<String> messages, Supplier<List<SourceLine>> lines) {
        return explain(Host.examine(), operation, error, messages, lines);
    }

    static BpfException explain(
            Host host,
            String operation,
            int error,
            List<String> messages,
            Supplier<List<SourceLine>> lines) {
        Errno errno = new Errno(-error);
        boolean refused = errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES);
        Optional<BpfException> target = TargetFailures.find(host, operation, errno, messages);
        if (target.isPresent()) {
            return target.get();
        }
        Optional<VerifierLog> log =
                VerifierLog.in(messages).filter(found -> !found.text().isBlank());
        if (log.isPresent() && (!refused || log.get().reason().isPresent())) {
            return fromVerifier(host, operation, errno, log.get(), messages, lines);
        }
        if (refused) {
            return refused(host, operation, errno, messages);
        }
        for (String message : messages) {
            Matcher map = MAP_NOT_CREATED.matcher(message);
            if (map.find()) {
                return notCreated(operation, errno, map.group(1), messages);
            }
        }
        return new KernelException(
                Failure.of(operation, "the kernel refused: " + errno.meaning())
                        .errno(errno)
                        .observe("release", host.release())
                        .advise("read libbpf's messages in failure().log()")
                        .log(messages));
    }

    private static BpfException fromVerifier(
            Host host,
            String operation,
            Errno errno,
            VerifierLog log,
            List<String> messages,
            Supplier<List<SourceLine>> lines) {
        String summary = log.summary();
        if (NOT_TRACEABLE.stream().anyMatch(summary::contains)) {
            return new TargetNotTraceableException(
                    Failure.of(operation, "the function cannot be traced: " + summary)
                            .errno(errno)
                            .observe("program", log.program())
                            .advise("attach to a caller of the function, or use a kprobe")
                            .log(messages));
        }
        if (LOCKED_AWAY.matcher(summary).find() && host.lockdown().equals("confidentiality")) {
            return new PolicyException(
                    Failure.of(
                                    operation,
                                    "kernel lockdown forbids programs that read kernel memory")
                            .errno(errno)
                            .observe("lockdown", host.lockdown())
                            .observe("program", log.program())
                            .advise("boot with lockdown=integrity or without lockdown")
                            .log(messages));
        }
        Optional<SourcePosition> position = RejectedLine.find(log.text(), lines.get());
        String place = position.map(p -> " at " + p + ", " + p.text()).orElse("");
        return new VerifierException(
                Failure.of(
                                operation,
                                "the verifier rejected '%s'%s: %s"
                                        .formatted(log.program(), place, summary))
                        .errno(errno)
                        .advise("read the verifier's log, verifierLog(), from its end")
                        .log(messages),
                log.program(),
                summary,
                log.text(),
                position);
    }

    private static BpfException notCreated(
            String operation, Errno errno, String map, List<String> messages) {
        return new MapException(
                Failure.of(operation, "the kernel did not create the map '" + map + "'")
                        .errno(errno)
                        .advise(
                                "check its sizes: a ring buffer's size is a power of two and a"
                                        + " multiple of the page size")
                        .log(messages));
    }

    /// EPERM without a verifier log: a capability, or else a policy. Never advises to raise the
    /// memlock limit, as libbpf does: since 5.11 BPF memory is not charged to it.
    static BpfException refused(Host host, String operation, Errno errno, List<String> messages) {
        List<String> missing = host.missingCapabilities();
        if (!missing.isEmpty()) {
            return new PermissionException(
                    Failure.of(operation, "this process lacks " + String.join(" and ", missing))
                            .errno(errno)
                            .observe("CapEff", Long.toHexString(host.capabilities()))
                            .advise(
                                    "run as root, or give the capabilities: docker run --cap-add"
                                            + " BPF --cap-add PERFMON, systemd"
                                            + " AmbientCapabilities=CAP_BPF CAP_PERFMON"
                                            + " (before Linux 5.8: CAP_SYS_ADMIN)")
                            .log(messages));
        }
        Failure failure =
                Failure.of(operation, policy(host))
                        .errno(errno)
                        .observe("CapEff", Long.toHexString(host.capabilities()))
                        .observe("seccomp", host.seccomp() ? "on" : "off")
                        .observe("lockdown", host.lockdown())
                        .observe("lsm", host.securityModules())
                        .observe("initial user namespace", host.initialUserNamespace())
                        .observe("release", host.release());
        return new PolicyException(advisePolicy(failure, host).log(messages));
    }

    private static String policy(Host host) {
        if (!host.initialUserNamespace()) {
            return "the process is in a user namespace, where its capabilities do not count";
        }
        if (host.seccomp()) {
            return "a seccomp filter is active, which probably forbids the bpf system call";
        }
        if (!host.atLeast(5, 11)) {
            return "the kernel refused; below 5.11 the limit on locked memory can be the cause";
        }
        return "the kernel refuses fentry and fexit programs by a policy of its own: the"
                + " capabilities are there, no seccomp filter and no verifier log";
    }

    private static Failure advisePolicy(Failure failure, Host host) {
        if (!host.initialUserNamespace()) {
            return failure.advise("run outside of the user namespace (no rootless container)");
        }
        if (host.seccomp()) {
            return failure.advise(
                    "allow bpf and perf_event_open in the container's seccomp profile");
        }
        if (!host.atLeast(5, 11)) {
            return failure.advise("raise RLIMIT_MEMLOCK (ulimit -l unlimited)");
        }
        return failure.advise("ask whoever provides this kernel, or run on another one");
    }
}
