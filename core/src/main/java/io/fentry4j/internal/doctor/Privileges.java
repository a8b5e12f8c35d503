package io.fentry4j.internal.doctor;

import static io.fentry4j.doctor.CheckStatus.FAILED;
import static io.fentry4j.doctor.CheckStatus.WARNING;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.internal.failure.Host;
import java.util.List;

/// What this process may do.
final class Privileges {

    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_PERFMON = 38;
    private static final int CAP_BPF = 39;

    private Privileges() {}

    static Check capabilities(HostFacts facts) {
        Host host = facts.host();
        Check check =
                Check.ok(CheckName.CAPABILITIES)
                        .saw("CapEff", Long.toHexString(host.capabilities()))
                        .saw("CAP_BPF", has(host, CAP_BPF))
                        .saw("CAP_PERFMON", has(host, CAP_PERFMON))
                        .saw("CAP_SYS_ADMIN", has(host, CAP_SYS_ADMIN))
                        .saw(
                                "kernel.unprivileged_bpf_disabled",
                                facts.unprivilegedBpf().orElse("not readable"));
        List<String> missing = host.missingCapabilities();
        return missing.isEmpty()
                ? check
                : check.because(FAILED, "this process lacks " + String.join(" and ", missing))
                        .fix("run as root")
                        .fix(
                                "give the capabilities: docker run --cap-add BPF --cap-add PERFMON,"
                                        + " or systemd AmbientCapabilities=CAP_BPF CAP_PERFMON (before"
                                        + " Linux 5.8: CAP_SYS_ADMIN)");
    }

    private static String has(Host host, int capability) {
        return (host.capabilities() >>> capability & 1) == 0 ? "no" : "yes";
    }

    static Check seccomp(Host host) {
        Check check = Check.ok(CheckName.SECCOMP).saw("filter", host.seccomp() ? "on" : "off");
        return host.seccomp()
                ? check.because(WARNING, "a filter of system calls is active, and may forbid bpf")
                        .fix("allow bpf and perf_event_open in the container's seccomp profile")
                : check;
    }

    static Check userNamespace(Host host) {
        Check check =
                Check.ok(CheckName.USER_NAMESPACE).saw("initial", host.initialUserNamespace());
        return host.initialUserNamespace()
                ? check
                : check.because(
                                FAILED,
                                "the process is in a user namespace, where its capabilities do not"
                                        + " count for the kernel")
                        .fix("run outside of the user namespace (no rootless container)");
    }
}
