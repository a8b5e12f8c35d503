package io.fentry4j.tracelog;

import io.fentry4j.Errno;
import io.fentry4j.data.KernelString;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.TraceLogUnavailableException;
import io.fentry4j.internal.failure.Host;
import io.fentry4j.internal.linux.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the trace log is, and why it cannot be opened.
///
/// @param candidates where tracefs may be mounted, in the order to try them
/// @param processes the kernel's list of processes
/// @param lockdown what lockdown forbids now
record TraceLogFiles(List<Path> candidates, Path processes, Supplier<String> lockdown) {

    private static final String OPERATION = "open the trace log";

    /// Those of the running kernel; where debugfs is mounted it has tracefs in it.
    static TraceLogFiles running() {
        return new TraceLogFiles(
                List.of(
                        Path.of("/sys/kernel/tracing/trace_pipe"),
                        Path.of("/sys/kernel/debug/tracing/trace_pipe")),
                Path.of("/proc"),
                () -> Host.examine().lockdown());
    }

    TracePipe open() {
        @Nullable SystemCallException missing = null;
        for (Path file : candidates) {
            try {
                return TracePipe.open(file);
            } catch (SystemCallException e) {
                if (!e.errno().equals(Errno.ENOENT)) {
                    throw refused(file, e);
                }
                missing = e;
            }
        }
        throw new TraceLogUnavailableException(
                Failure.of(OPERATION, "tracefs is not mounted")
                        .observe("looked for", candidates)
                        .advise("mount -t tracefs nodev /sys/kernel/tracing"),
                missing);
    }

    /// The failure for an error number that says that the file is there.
    BpfException refused(Path file, SystemCallException e) {
        if (e.errno().equals(Errno.EACCES)) {
            return new PermissionException(
                    Failure.of(OPERATION, "tracefs is not open to this user")
                            .errno(e.errno())
                            .observe("file", file)
                            .advise("run it as root")
                            .advise("mount -o remount,gid=GROUP,mode=0750 /sys/kernel/tracing"),
                    e);
        }
        if (e.errno().equals(Errno.EPERM)) {
            return new PolicyException(
                    Failure.of(OPERATION, "kernel lockdown closes tracefs")
                            .errno(e.errno())
                            .observe("lockdown", lockdown.get())
                            .advise("boot with lockdown=integrity")
                            .advise("let the program write to a ring buffer instead"),
                    e);
        }
        if (e.errno().equals(Errno.EBUSY)) {
            return new TraceLogUnavailableException(
                    Failure.of(
                                    OPERATION,
                                    "another process reads it, and the kernel lets one at a time")
                            .errno(e.errno())
                            .observe("reader", reader().orElse("not found"))
                            .advise("end that process"),
                    e);
        }
        return new KernelException(
                Failure.of(OPERATION, "the kernel refuses").errno(e.errno()).observe("file", file),
                e);
    }

    /// The process that has the log open: its number and name.
    private Optional<String> reader() {
        try (Stream<Path> all = Files.list(processes)) {
            return all.filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(TraceLogFiles::reads)
                    .map(process -> process.getFileName() + " " + name(process))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static boolean reads(Path process) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(TraceLogFiles::isTraceLog);
        } catch (IOException | UncheckedIOException e) { // it is another user's, or has ended
            return false;
        }
    }

    private static boolean isTraceLog(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).endsWith("trace_pipe");
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(Path process) {
        try {
            byte[] comm = Files.readAllBytes(process.resolve("comm"));
            return KernelString.of(Arrays.copyOf(comm, Math.max(0, comm.length - 1))).escaped();
        } catch (IOException e) {
            return "";
        }
    }
}
