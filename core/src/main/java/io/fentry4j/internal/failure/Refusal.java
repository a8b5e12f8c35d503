package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import java.util.List;
import java.util.Optional;

/// EPERM and EACCES without a word of the verifier: finds out who refused, by excluding one after
/// the other.
///
/// Never advises to raise the memlock limit where that cannot help, as libbpf does: since 5.11 BPF
/// memory is not charged to it.
///
/// @param operation what was tried
/// @param gate what had to let it through
record Refusal(Host host, String operation, Errno errno, Gate gate, List<String> messages) {

    /// What stands between a process and what it tried.
    enum Gate {
        /// `bpf(BPF_PROG_LOAD)` and `bpf(BPF_MAP_CREATE)`.
        LOAD,
        /// A link, by `bpf(BPF_LINK_CREATE)` or `bpf(BPF_RAW_TRACEPOINT_OPEN)`.
        LINK,
        /// `perf_event_open`, and tracefs.
        PERF_EVENT
    }

    private static final String TRIVIAL_PROGRAM_REFUSED = "load trivial BPF program";

    BpfException explain() {
        List<String> missing = host.missingCapabilities();
        if (!host.initialUserNamespace()) {
            return policy(
                    "the process is in a user namespace, where its capabilities do not count",
                    "run outside of the user namespace (no rootless container)");
        }
        if (!missing.isEmpty()) {
            return lacks(missing);
        }
        if (gate == Gate.PERF_EVENT && host.confidential()) {
            return policy(
                    "kernel lockdown forbids kprobes and closes tracefs",
                    "use fentry, fexit or raw tracepoints, which lockdown lets through",
                    "boot with lockdown=integrity or without lockdown");
        }
        Optional<String> paranoid = host.perfEventsForAdministratorsOnly();
        if (gate == Gate.PERF_EVENT && errno.equals(Errno.EACCES) && paranoid.isPresent()) {
            return tooParanoid(paranoid.get());
        }
        if (host.seccomp() && !trivialProgramLoaded()) {
            return policy(
                    "a seccomp filter is active, which probably forbids the system call",
                    "allow bpf and perf_event_open in the container's seccomp profile");
        }
        if (host.selinuxEnforcing()) {
            return policy(
                    "SELinux enforces a policy, which probably forbids it",
                    "look for the denial: ausearch -m avc -ts recent",
                    "allow the class bpf (map_create, prog_load, prog_run) and perf_event to the"
                            + " process's domain");
        }
        if (!host.atLeast(5, 11)) {
            return policy(
                    "the limit on locked memory is probably too low: below Linux 5.11 BPF memory is"
                            + " charged to it",
                    "raise RLIMIT_MEMLOCK (ulimit -l unlimited, systemd LimitMEMLOCK=infinity)");
        }
        return policy(
                "the kernel refuses "
                        + (trivialProgramLoaded()
                                ? "programs of this type, though it loads simpler ones"
                                : "it")
                        + ", by a policy of its own: the capabilities are there, there is no user"
                        + " namespace, no verifier log, no SELinux that enforces, and "
                        + (host.seccomp()
                                ? "a seccomp filter cannot tell one program from another"
                                : "no seccomp filter"),
                "ask whoever provides this kernel, or run on another one");
    }

    private BpfException lacks(List<String> missing) {
        return new PermissionException(
                Failure.of(operation, "this process lacks " + String.join(" and ", missing))
                        .errno(errno)
                        .observe("CapEff", Long.toHexString(host.capabilities()))
                        .observe("unprivileged_bpf_disabled", host.unprivilegedBpfDisabled())
                        .observe("release", host.release())
                        .advise(
                                host.atLeast(5, 8)
                                        ? "run as root, or give the capabilities: docker run"
                                                + " --cap-add BPF --cap-add PERFMON, systemd"
                                                + " AmbientCapabilities=CAP_BPF CAP_PERFMON, setcap"
                                                + " cap_bpf,cap_perfmon+ep on the java binary"
                                        : "run as root, or give CAP_SYS_ADMIN: CAP_BPF and"
                                                + " CAP_PERFMON exist since Linux 5.8")
                        .log(messages));
    }

    private BpfException tooParanoid(String level) {
        return new PermissionException(
                Failure.of(
                                operation,
                                "this kernel wants CAP_SYS_ADMIN for perf events, of which kprobes"
                                        + " are made")
                        .errno(errno)
                        .observe("kernel.perf_event_paranoid", level)
                        .observe("CapEff", Long.toHexString(host.capabilities()))
                        .observe("release", host.release())
                        .advise("use fentry, run as root, or sysctl kernel.perf_event_paranoid=2")
                        .log(messages));
    }

    private BpfException policy(String cause, String... advice) {
        Failure failure =
                Failure.of(operation, cause)
                        .errno(errno)
                        .observe("CapEff", Long.toHexString(host.capabilities()))
                        .observe("initial user namespace", host.initialUserNamespace())
                        .observe("seccomp", host.seccomp() ? "on" : "off")
                        .observe("lockdown", host.lockdown())
                        .observe("lsm", host.securityModules())
                        .observe("selinux", host.selinux())
                        .observe("release", host.release())
                        .log(messages);
        if (!host.atLeast(5, 11)) {
            failure = failure.observe("memlock", host.lockedMemory());
        }
        for (String text : advice) {
            failure = failure.advise(text);
        }
        return new PolicyException(failure);
    }

    /// Before a load libbpf tries a socket filter of two instructions. A seccomp filter sees the
    /// number of the command and a pointer, so that it refuses both or none.
    private boolean trivialProgramLoaded() {
        return gate == Gate.LOAD
                && messages.stream().noneMatch(m -> m.contains(TRIVIAL_PROGRAM_REFUSED))
                && messages.stream().anyMatch(m -> m.contains("BPF program load failed"));
    }
}
