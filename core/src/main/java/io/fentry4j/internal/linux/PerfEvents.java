package io.fentry4j.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Perf events that a kprobe and its BPF program are made of. Integers are a descriptor or 0, or a
/// negative errno; who gets a descriptor closes it, by [LibC#close].
public final class PerfEvents {

    private static final boolean X86 = System.getProperty("os.arch").equals("amd64");

    /// glibc has no function for it.
    private static final long PERF_EVENT_OPEN = X86 ? 298 : 241;

    private static final long CLOEXEC = 8; // PERF_FLAG_FD_CLOEXEC
    private static final int ANY_TASK = -1;
    private static final int FIRST_CPU = 0;
    private static final int NO_GROUP = -1;

    /// `struct perf_event_attr` up to `config2` (`linux/perf_event.h`, `PERF_ATTR_SIZE_VER1`).
    private static final int ATTR_SIZE = 72;

    private static final int ATTR_SIZE_FIELD = 4;
    private static final int ATTR_CONFIG = 8;
    private static final int ATTR_KPROBE_FUNC = 56; // config1

    private static final int TRACEPOINT = 2; // PERF_TYPE_TRACEPOINT

    private static final long SET_BPF = 0x40042408; // PERF_EVENT_IOC_SET_BPF
    private static final long ENABLE = 0x2400; // PERF_EVENT_IOC_ENABLE

    private static final MethodHandle OPEN =
            Downcall.variadicWithErrno(
                    Downcall.libc(),
                    "syscall",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
                    1);
    private static final MethodHandle IOCTL =
            Downcall.variadicWithErrno(
                    Downcall.libc(),
                    "ioctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
                    2);

    private PerfEvents() {}

    /// Makes a kprobe at the entry of `function`, in all tasks and on all CPUs: a BPF program on it
    /// is not bound to the CPU of the event. It goes with its descriptor.
    ///
    /// @param type the number in `/sys/bus/event_source/devices/kprobe/type` (Linux 4.17)
    public static int openKprobe(int type, String function) {
        return openKprobe(type, 0, function);
    }

    /// As [#openKprobe(int, String)], at the return if `config` says so.
    ///
    /// @param config the bit that `/sys/bus/event_source/devices/kprobe/format/retprobe` names; 0
    ///   for the entry
    public static int openKprobe(int type, long config, String function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = attributes(arena, type, config);
            attr.set(ADDRESS, ATTR_KPROBE_FUNC, arena.allocateFrom(function));
            return open(arena, attr);
        }
    }

    /// Opens an event that tracefs lists, in all tasks and on all CPUs as with [#openKprobe(int,
    /// String)].
    ///
    /// @param id the number in the event's file `id`
    public static int openTracepoint(long id) {
        try (Arena arena = Arena.ofConfined()) {
            return open(arena, attributes(arena, TRACEPOINT, id));
        }
    }

    private static MemorySegment attributes(Arena arena, int type, long config) {
        MemorySegment attr = arena.allocate(ATTR_SIZE, Long.BYTES);
        attr.set(JAVA_INT, 0, type);
        attr.set(JAVA_INT, ATTR_SIZE_FIELD, ATTR_SIZE);
        attr.set(JAVA_LONG, ATTR_CONFIG, config);
        return attr;
    }

    private static int open(Arena arena, MemorySegment attr) {
        try {
            MemorySegment errno = Downcall.allocateErrno(arena);
            long fd =
                    (long)
                            OPEN.invokeExact(
                                    errno,
                                    PERF_EVENT_OPEN,
                                    attr,
                                    ANY_TASK,
                                    FIRST_CPU,
                                    NO_GROUP,
                                    CLOEXEC);
            return fd < 0
                    ? -Downcall.errno(errno)
                    : ResourceTracker.descriptor("perf event", (int) fd);
        } catch (Throwable e) {
            throw LibC.rethrow(e);
        }
    }

    /// Lets a BPF program of type kprobe run at the event.
    public static int setProgram(int event, int program) {
        return ioctl(event, SET_BPF, program);
    }

    /// Starts the event.
    public static int enable(int event) {
        return ioctl(event, ENABLE, 0);
    }

    private static int ioctl(int fd, long request, long argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            int result = (int) IOCTL.invokeExact(errno, fd, request, argument);
            return result < 0 ? -Downcall.errno(errno) : result;
        } catch (Throwable e) {
            throw LibC.rethrow(e);
        }
    }
}
