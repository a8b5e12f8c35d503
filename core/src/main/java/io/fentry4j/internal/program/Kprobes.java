package io.fentry4j.internal.program;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.internal.failure.Host;
import io.fentry4j.internal.linux.PerfEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Kprobes through perf events, which unlike tracefs need no file system and leave nothing behind:
/// the probe goes with its descriptor.
public final class Kprobes {

    /// Where the kernel says under which number it takes them (Linux 4.17, `CONFIG_KPROBE_EVENTS`).
    public static final Path TYPE = Path.of("/sys/bus/event_source/devices/kprobe/type");

    private static final int EADDRNOTAVAIL = 99;

    private Kprobes() {}

    /// The number of the kprobe PMU; empty if this kernel has none.
    public static OptionalInt type() {
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(TYPE).trim()));
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    static Descriptor attach(String operation, String function, int program) {
        int type = type().orElseThrow(() -> unavailable(operation));
        int opened = PerfEvents.openKprobe(type, function);
        if (opened < 0) {
            throw explain(Host.examine(), operation, opened);
        }
        Descriptor event = new Descriptor(opened);
        int error = PerfEvents.setProgram(opened, program);
        if (error == 0) {
            error = PerfEvents.enable(opened);
        }
        if (error < 0) {
            event.close();
            throw explain(Host.examine(), operation, error);
        }
        return event;
    }

    private static BpfException unavailable(String operation) {
        return new KernelException(
                Failure.of(operation, "this kernel has no kprobes for BPF programs")
                        .observe("file", TYPE + " does not exist")
                        .advise(
                                "use a kernel built with CONFIG_KPROBES=y and CONFIG_KPROBE_EVENTS=y")
                        .advise("in a container, mount /sys"));
    }

    static BpfException explain(Host host, String operation, int error) {
        Errno errno = new Errno(-error);
        if (errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES)) {
            return refused(host, operation, errno);
        }
        if (errno.equals(Errno.ENOENT)) {
            return new TargetNotFoundException(
                    Failure.of(operation, "the kernel's symbol table has no such function")
                            .errno(errno)
                            .advise("look for the name in /proc/kallsyms"));
        }
        if (errno.number() == EADDRNOTAVAIL) {
            return new TargetNotTraceableException(
                    Failure.of(operation, "several functions have this name")
                            .errno(errno)
                            .advise("attach to a caller of the function"));
        }
        if (errno.equals(Errno.EINVAL)) {
            return new TargetNotTraceableException(
                    Failure.of(operation, "no kprobe can be put at its entry")
                            .errno(errno)
                            .advise(
                                    "look for the function in /sys/kernel/debug/kprobes/blacklist"));
        }
        return new KernelException(
                Failure.of(operation, "the kernel refused: " + errno.meaning())
                        .errno(errno)
                        .observe("release", host.release()));
    }

    private static BpfException refused(Host host, String operation, Errno errno) {
        List<String> missing = host.missingCapabilities();
        if (!missing.isEmpty()) {
            return new PermissionException(
                    Failure.of(operation, "this process lacks " + String.join(" and ", missing))
                            .errno(errno)
                            .observe("CapEff", Long.toHexString(host.capabilities()))
                            .advise(
                                    "run as root, or give the capabilities CAP_BPF and CAP_PERFMON"));
        }
        Optional<String> paranoid = host.perfEventsForAdministratorsOnly();
        if (errno.equals(Errno.EACCES) && paranoid.isPresent()) {
            return new PermissionException(
                    Failure.of(
                                    operation,
                                    "this kernel wants CAP_SYS_ADMIN for perf events, of which"
                                            + " kprobes are made")
                            .errno(errno)
                            .observe("kernel.perf_event_paranoid", paranoid.get())
                            .advise("run as root, or sysctl kernel.perf_event_paranoid=2"));
        }
        Failure failure =
                Failure.of(
                                operation,
                                host.lockdown().equals("confidentiality")
                                        ? "kernel lockdown forbids kprobes"
                                        : "the kernel refuses kprobes by a policy of its own")
                        .errno(errno)
                        .observe("lockdown", host.lockdown())
                        .observe("release", host.release());
        return new PolicyException(
                host.lockdown().equals("confidentiality")
                        ? failure.advise("boot with lockdown=integrity or without lockdown")
                        : failure.advise(
                                "ask whoever provides this kernel, or run on another one"));
    }
}
