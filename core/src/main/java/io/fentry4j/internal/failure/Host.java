package io.fentry4j.internal.failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What this process may do on this kernel, as the kernel's files tell it: read when something has
/// failed, to find out why.
///
/// @param release the kernel's release, such as `6.12.1`
/// @param capabilities the effective capabilities as bits (`CapEff`)
/// @param seccomp whether a seccomp filter is active
/// @param lockdown `none`, `integrity`, `confidentiality`, or `unknown`
/// @param securityModules the active security modules, or `unknown`
/// @param initialUserNamespace whether the process is in the initial user namespace
/// @param kernelBtf whether the kernel shows its BTF
public record Host(
        String release,
        long capabilities,
        boolean seccomp,
        String lockdown,
        String securityModules,
        boolean initialUserNamespace,
        boolean kernelBtf) {

    public static final Path KERNEL_BTF = Path.of("/sys/kernel/btf/vmlinux");

    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_PERFMON = 38;
    private static final int CAP_BPF = 39;

    public static Host examine() {
        return new Host(
                read("/proc/sys/kernel/osrelease").orElse("unknown"),
                status("CapEff").map(v -> Long.parseUnsignedLong(v, 16)).orElse(0L),
                status("Seccomp").map(v -> !v.equals("0")).orElse(false),
                read("/sys/kernel/security/lockdown").map(Host::chosen).orElse("unknown"),
                read("/sys/kernel/security/lsm").orElse("unknown"),
                read("/proc/self/uid_map")
                        .map(map -> map.trim().split("\\s+"))
                        .map(map -> map.length == 3 && map[2].equals("4294967295"))
                        .orElse(true),
                Files.isReadable(KERNEL_BTF));
    }

    /// The capabilities that a tracing program needs and this process lacks.
    ///
    /// `CAP_SYS_ADMIN` alone is enough on every kernel; since 5.8 `CAP_BPF` and `CAP_PERFMON` are.
    public List<String> missingCapabilities() {
        if (has(CAP_SYS_ADMIN)) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        if (!has(CAP_BPF)) {
            missing.add("CAP_BPF");
        }
        if (!has(CAP_PERFMON)) {
            missing.add("CAP_PERFMON");
        }
        return missing;
    }

    /// Whether the release is at least `major.minor`; true for a release that cannot be read.
    public boolean atLeast(int major, int minor) {
        String[] parts = release.split("[^0-9]+", 3);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            return true;
        }
        int found = Integer.parseInt(parts[0]);
        return found > major || (found == major && Integer.parseInt(parts[1]) >= minor);
    }

    private boolean has(int capability) {
        return (capabilities >>> capability & 1) != 0;
    }

    private static Optional<String> status(String key) {
        return read("/proc/self/status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).trim())
                .findFirst();
    }

    /// Of `none [integrity] confidentiality` the word in brackets.
    private static String chosen(String lockdown) {
        int open = lockdown.indexOf('[');
        int close = lockdown.indexOf(']');
        return open >= 0 && close > open ? lockdown.substring(open + 1, close) : "unknown";
    }

    private static Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).trim());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
