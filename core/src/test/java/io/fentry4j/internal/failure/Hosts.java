package io.fentry4j.internal.failure;

import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Machines to fail on, by their files.
final class Hosts {

    private static final long ALL = 0x1ff_ffff_ffffL;

    private static final Map<String, String> FILES =
            Map.of(
                    "/proc/sys/kernel/osrelease", "6.12.1",
                    "/proc/thread-self/status", status(ALL, 0),
                    "/proc/self/limits", "Max locked memory         65536   65536   bytes",
                    "/sys/kernel/security/lockdown", "[none] integrity confidentiality",
                    "/sys/kernel/security/lsm", "capability",
                    "/proc/self/uid_map", "         0          0 4294967295",
                    "/proc/sys/net/core/bpf_jit_enable", "1",
                    "/proc/sys/kernel/unprivileged_bpf_disabled", "2",
                    "/sys/kernel/tracing/README", "tracing mini-HOWTO",
                    "/sys/bus/event_source/devices/kprobe/type", "8");

    /// Everything is there and allowed.
    static final Host CAPABLE = host(FILES);

    static final Host WITHOUT_BTF = new Host(path -> Optional.ofNullable(FILES.get(path)), false);

    static final Host IN_SECCOMP = with("/proc/thread-self/status", status(ALL, 2));

    static final Host IN_USER_NAMESPACE = with("/proc/self/uid_map", "0 1000 1");

    static final Host LOCKED_DOWN =
            with("/sys/kernel/security/lockdown", "none integrity [confidentiality]");

    static final Host IN_SELINUX = with("/sys/fs/selinux/enforce", "1");

    static final Host WITHOUT_JIT = with("/proc/sys/net/core/bpf_jit_enable", "0");

    static final Host WITHOUT_TRACEFS = without("/sys/kernel/tracing/README");

    static final Host WITHOUT_KPROBE_EVENTS = without("/sys/bus/event_source/devices/kprobe/type");

    /// Nothing is known about any function.
    static final TargetEvidence NO_EVIDENCE = target -> Optional.empty();

    private Hosts() {}

    static Host withRelease(String release) {
        return with("/proc/sys/kernel/osrelease", release);
    }

    static Host withCapabilities(long capabilities) {
        return with("/proc/thread-self/status", status(capabilities, 0));
    }

    static Host with(String... filesAndTexts) {
        Map<String, String> files = new HashMap<>(FILES);
        for (int i = 0; i < filesAndTexts.length; i += 2) {
            files.put(filesAndTexts[i], filesAndTexts[i + 1]);
        }
        return host(files);
    }

    static Host without(String... missing) {
        Map<String, String> files = new HashMap<>(FILES);
        files.keySet().removeAll(List.of(missing));
        return host(files);
    }

    /// The same verdict for fentry, fexit and kprobes on every function.
    static TargetEvidence evidence(Reason reason, String words, String... facts) {
        Verdict verdict =
                new Verdict(reason, words, List.of(facts), List.of("do " + reason.name()));
        return target ->
                Optional.of(
                        new TargetReport(
                                target,
                                target,
                                Optional.empty(),
                                Optional.empty(),
                                verdict,
                                verdict,
                                verdict,
                                List.of("near_" + target)));
    }

    private static Host host(Map<String, String> files) {
        return new Host(path -> Optional.ofNullable(files.get(path)), true);
    }

    private static String status(long capabilities, int seccomp) {
        return "Name:\tjava\nCapEff:\t%016x\nSeccomp:\t%d\n".formatted(capabilities, seccomp);
    }
}
