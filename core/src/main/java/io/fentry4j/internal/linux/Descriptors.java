package io.fentry4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// File descriptors that the C library makes in other ways than by opening a file. Who gets one
/// closes it, by [LibC#close].
public final class Descriptors {

    private static final int DUPLICATE_CLOEXEC = 1030; // F_DUPFD_CLOEXEC

    /// Not 0, 1 or 2: a process that was started without them would print into the map.
    private static final int LOWEST = 3;

    /// `pidfd_open` on x86-64 and arm64; glibc has a function for it since 2.36 only.
    private static final long PIDFD_OPEN = 434;

    /// Makes `pidfd_open` take any thread's id (`PIDFD_THREAD`, Linux 6.9).
    private static final int THREAD = 0x80;

    private static final MethodHandle FCNTL =
            Downcall.variadicWithErrno(
                    Downcall.libc(),
                    "fcntl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
                    2);
    private static final MethodHandle SYSCALL =
            Downcall.variadicWithErrno(
                    Downcall.libc(),
                    "syscall",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
                    1);

    private Descriptors() {}

    /// A second descriptor of the same open file, which programs that this process starts do not
    /// inherit.
    public static int duplicate(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            int copy = (int) FCNTL.invokeExact(errno, fd, DUPLICATE_CLOEXEC, LOWEST);
            if (copy < 0) {
                throw new SystemCallException("fcntl", new Errno(Downcall.errno(errno)));
            }
            return ResourceTracker.descriptor("copy of a descriptor", copy);
        } catch (Throwable e) {
            throw LibC.rethrow(e);
        }
    }

    /// A descriptor of a process, or since Linux 6.9 of any thread (`pidfd_open`, Linux 5.3).
    ///
    /// @param pid a process or thread id of this process's PID namespace
    /// @return the descriptor, or a negative errno: `-ESRCH` where there is no such process
    public static int openPid(int pid) {
        int process = openPid(pid, 0);
        if (process >= 0) {
            return process;
        }
        int thread = openPid(pid, THREAD);
        return thread >= 0 ? thread : process;
    }

    private static int openPid(int pid, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            long fd = (long) SYSCALL.invokeExact(errno, PIDFD_OPEN, pid, flags);
            return fd < 0 ? -Downcall.errno(errno) : ResourceTracker.descriptor("task", (int) fd);
        } catch (Throwable e) {
            throw LibC.rethrow(e);
        }
    }
}
