package io.fentry4j.internal.failure;

import io.fentry4j.internal.kernel.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What this process may do on this kernel, as the kernel's files tell it: read when something has
/// failed, to find out why.
public final class Host {

    /// Where the kernel shows its BTF.
    public static final Path KERNEL_BTF = Path.of("/sys/kernel/btf/vmlinux");

    private static final String UNKNOWN = "unknown";
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_PERFMON = 38;
    private static final int CAP_BPF = 39;

    private final Function<String, Optional<String>> files;
    private final boolean kernelBtf;

    /// @param files the text of a file, or nothing if it cannot be read, for whatever reason
    /// @param kernelBtf whether the kernel shows its BTF: a binary file
    public Host(Function<String, Optional<String>> files, boolean kernelBtf) {
        this.files = files;
        this.kernelBtf = kernelBtf;
    }

    /// Of the machine that this runs on.
    public static Host examine() {
        return new Host(Host::read, Files.isReadable(KERNEL_BTF));
    }

    boolean kernelBtf() {
        return kernelBtf;
    }

    /// The kernel's release, such as `6.12.1`.
    public String release() {
        return files.apply("/proc/sys/kernel/osrelease").orElse(UNKNOWN);
    }

    /// The effective capabilities of this thread as bits (`CapEff`).
    public long capabilities() {
        return status("CapEff").map(bits -> Long.parseUnsignedLong(bits, 16)).orElse(0L);
    }

    /// Whether a seccomp filter is active on this thread. Threads have filters of their own; the
    /// first one's, which `/proc/self/status` shows, says nothing about a Java thread.
    public boolean seccomp() {
        return status("Seccomp").map(mode -> !mode.equals("0")).orElse(false);
    }

    /// `none`, `integrity`, `confidentiality`, or `unknown`.
    public String lockdown() {
        return files.apply("/sys/kernel/security/lockdown").map(Host::chosen).orElse(UNKNOWN);
    }

    /// Whether lockdown keeps the kernel's memory secret.
    boolean confidential() {
        return lockdown().equals("confidentiality");
    }

    /// The active security modules, or `unknown`.
    public String securityModules() {
        return files.apply("/sys/kernel/security/lsm").orElse(UNKNOWN);
    }

    /// `enforcing`, `permissive`, or `off`.
    String selinux() {
        return files.apply("/sys/fs/selinux/enforce")
                .map(mode -> mode.equals("1") ? "enforcing" : "permissive")
                .orElse("off");
    }

    /// Whether SELinux enforces its policy.
    boolean selinuxEnforcing() {
        return selinux().equals("enforcing");
    }

    /// `net.core.bpf_jit_enable`: 0 is off. Readable by root only.
    String jit() {
        return files.apply("/proc/sys/net/core/bpf_jit_enable").orElse(UNKNOWN);
    }

    /// `kernel.unprivileged_bpf_disabled`: 0 lets everyone load socket filters and create maps.
    String unprivilegedBpfDisabled() {
        return files.apply("/proc/sys/kernel/unprivileged_bpf_disabled").orElse(UNKNOWN);
    }

    /// `kernel.perf_event_paranoid`, if its level is one that only Debian and Ubuntu know and this
    /// process lacks `CAP_SYS_ADMIN`: `CAP_PERFMON` is not enough there.
    public Optional<String> perfEventsForAdministratorsOnly() {
        return files.apply("/proc/sys/kernel/perf_event_paranoid")
                .filter(level -> level.matches("[3-9]"))
                .filter(_ -> !has(capabilities(), CAP_SYS_ADMIN));
    }

    /// The soft limit on locked memory, in bytes or `unlimited`.
    String lockedMemory() {
        return files.apply("/proc/self/limits").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Max locked memory"))
                .map(line ->
                        line.substring("Max locked memory".length()).strip().split("\\s+", 2)[0])
                .findFirst()
                .orElse(UNKNOWN);
    }

    /// Whether the process is in the initial user namespace.
    public boolean initialUserNamespace() {
        return files.apply("/proc/self/uid_map")
                .map(map -> map.strip().split("\\s+"))
                .map(map -> map.length == 3 && map[2].equals("4294967295"))
                .orElse(true);
    }

    /// Whether tracefs is mounted where libbpf looks, and open to this process.
    boolean tracefs() {
        return readable("/sys/kernel/tracing/README")
                || readable("/sys/kernel/debug/tracing/README");
    }

    /// Whether the kernel has a perf event source for kprobes.
    boolean kprobeEvents() {
        return readable("/sys/bus/event_source/devices/kprobe/type");
    }

    /// Who has the entry of a function: its line in ftrace's list of functions that are being
    /// traced, and those after it that belong to it, which name the direct callee.
    Optional<String> tracersOf(String function) {
        List<String> lines =
                files
                        .apply("/sys/kernel/tracing/enabled_functions")
                        .or(() -> files.apply("/sys/kernel/debug/tracing/enabled_functions"))
                        .stream()
                        .flatMap(String::lines)
                        .dropWhile(line -> !line.startsWith(function + " "))
                        .toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<String> entry = new ArrayList<>();
        entry.add(lines.getFirst().substring(function.length()));
        lines.stream().skip(1).takeWhile(line -> line.startsWith("\t")).forEach(entry::add);
        return Optional.of(String.join(" ", entry).strip().replaceAll("\\s+", " "));
    }

    /// The capabilities that a tracing program needs and this process lacks.
    ///
    /// `CAP_SYS_ADMIN` alone is enough on every kernel; since 5.8 `CAP_BPF` and `CAP_PERFMON` are.
    public List<String> missingCapabilities() {
        long held = capabilities();
        if (has(held, CAP_SYS_ADMIN)) {
            return List.of();
        }
        if (!atLeast(5, 8)) {
            return List.of("CAP_SYS_ADMIN");
        }
        List<String> missing = new ArrayList<>();
        if (!has(held, CAP_BPF)) {
            missing.add("CAP_BPF");
        }
        if (!has(held, CAP_PERFMON)) {
            missing.add("CAP_PERFMON");
        }
        return missing;
    }

    /// Whether the release is at least `major.minor`; true for a release that cannot be read.
    public boolean atLeast(int major, int minor) {
        return new Release(release()).atLeast(major, minor);
    }

    private static boolean has(long capabilities, int capability) {
        return (capabilities >>> capability & 1) != 0;
    }

    private static Optional<String> read(String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)).strip());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private boolean readable(String path) {
        return files.apply(path).isPresent();
    }

    private Optional<String> status(String key) {
        return files.apply("/proc/thread-self/status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst();
    }

    /// Of `none [integrity] confidentiality` the word in brackets.
    private static String chosen(String lockdown) {
        int open = lockdown.indexOf('[');
        int close = lockdown.indexOf(']');
        return open >= 0 && close > open ? lockdown.substring(open + 1, close) : UNKNOWN;
    }
}
