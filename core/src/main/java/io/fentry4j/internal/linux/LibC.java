package io.fentry4j.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The C library's functions that this project calls, as Java methods that throw
/// [SystemCallException].
///
/// All are thread-safe. File descriptors are plain `int`s; who opens one closes it.
@SuppressWarnings("restricted") // mapped memory gets its size and its owner here
public final class LibC {

    /// Pages can be read.
    public static final int PROT_READ = 1;

    /// Pages can be written.
    public static final int PROT_WRITE = 2;

    /// Readable, level-triggered.
    public static final int EPOLLIN = 1;

    private static final int MAP_SHARED = 1;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLET = 1 << 31;
    private static final int CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;
    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int SC_PAGESIZE = 30;

    /// `struct epoll_event`: packed on x86-64 only, as the kernel's `EPOLL_PACKED` says.
    private static final long EPOLL_DATA_OFFSET =
            System.getProperty("os.arch").equals("amd64") ? 4 : 8;

    private static final MemoryLayout TIMESPEC = MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG);

    private static final MethodHandle MMAP =
            errno("mmap", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = errno("munmap", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = errno("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = errno("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE =
            errno("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle EVENTFD = errno("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CREATE = errno("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            errno("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT =
            errno("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOCK_GETTIME =
            errno("clock_gettime", JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle SETPRIORITY =
            errno("setpriority", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SYSCONF = errno("sysconf", JAVA_LONG, JAVA_INT);

    private LibC() {}

    private static MethodHandle errno(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Downcall.withErrno(Downcall.libc(), name, FunctionDescriptor.of(result, arguments));
    }

    /// The size of a page in bytes.
    public static long pageSize() {
        return call("sysconf", errno -> (long) SYSCONF.invokeExact(errno, SC_PAGESIZE));
    }

    /// Maps `size` bytes of `fd`, shared. The memory is unmapped when `arena` closes.
    public static MemorySegment map(Arena arena, int fd, long offset, long size, int protection) {
        MemorySegment address =
                callForAddress(
                        "mmap",
                        errno ->
                                (MemorySegment)
                                        MMAP.invokeExact(
                                                errno,
                                                MemorySegment.NULL,
                                                size,
                                                protection,
                                                MAP_SHARED,
                                                fd,
                                                offset));
        ResourceTracker.opened("mapped memory", address);
        MemorySegment mapped;
        try {
            mapped = address.reinterpret(size, arena, segment -> unmap(segment, size));
        } catch (RuntimeException e) { // closed meanwhile, so it will not unmap
            unmap(address, size);
            throw e;
        }
        return (protection & PROT_WRITE) == 0 ? mapped.asReadOnly() : mapped;
    }

    private static void unmap(MemorySegment segment, long size) {
        ResourceTracker.closing("mapped memory", segment);
        call("munmap", errno -> (int) MUNMAP.invokeExact(errno, segment, size));
    }

    /// Closes a file descriptor.
    public static void close(int fd) {
        ResourceTracker.closing(fd);
        call("close", errno -> (int) CLOSE.invokeExact(errno, fd));
    }

    /// A non-blocking event counter, to wake a thread that waits in [Epoll].
    public static int eventfd() {
        long fd =
                call(
                        "eventfd",
                        errno -> (int) EVENTFD.invokeExact(errno, 0, CLOEXEC | EFD_NONBLOCK));
        return ResourceTracker.descriptor("event counter", (int) fd);
    }

    /// Adds one to an event counter.
    public static void signal(int eventfd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
            call("write", errno -> (long) WRITE.invokeExact(errno, eventfd, one, 8L));
        }
    }

    /// Sets an event counter back to zero.
    public static void reset(int eventfd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            call("read", errno -> (long) READ.invokeExact(errno, eventfd, count, 8L));
        } catch (SystemCallException e) {
            if (!e.errno().equals(Errno.EAGAIN)) { // it was zero already
                throw e;
            }
        }
    }

    /// An epoll instance.
    public static int epollCreate() {
        long fd = call("epoll_create1", errno -> (int) EPOLL_CREATE.invokeExact(errno, CLOEXEC));
        return ResourceTracker.descriptor("epoll instance", (int) fd);
    }

    /// Watches `fd` for input; `data` comes back with its events.
    public static void epollAdd(int epoll, int fd, long data) {
        epollAdd(epoll, fd, data, EPOLLIN);
    }

    /// The same, told once for each time that `fd` says it has input, not as long as it has.
    public static void epollAddEdge(int epoll, int fd, long data) {
        epollAdd(epoll, fd, data, EPOLLIN | EPOLLET);
    }

    private static void epollAdd(int epoll, int fd, long data, int events) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EPOLL_DATA_OFFSET + Long.BYTES, Long.BYTES);
            event.set(JAVA_INT, 0, events);
            event.set(ValueLayout.JAVA_LONG_UNALIGNED, EPOLL_DATA_OFFSET, data);
            call(
                    "epoll_ctl",
                    errno -> (int) EPOLL_CTL.invokeExact(errno, epoll, EPOLL_CTL_ADD, fd, event));
        }
    }

    /// Memory for `events` results of [#epollWait].
    public static MemorySegment allocateEpollEvents(Arena arena, int events) {
        return arena.allocate((EPOLL_DATA_OFFSET + Long.BYTES) * events, Long.BYTES);
    }

    /// The `data` of the result number `index`.
    public static long epollData(MemorySegment events, int index) {
        return events.get(
                ValueLayout.JAVA_LONG_UNALIGNED,
                index * (EPOLL_DATA_OFFSET + Long.BYTES) + EPOLL_DATA_OFFSET);
    }

    /// Waits until a watched descriptor has input.
    ///
    /// @param errno memory from [Downcall#allocateErrno], so that the wait allocates nothing
    /// @param milliseconds the longest wait; -1 for no limit
    /// @return the number of results, 0 after a time-out or a signal
    public static int epollWait(
            MemorySegment errno, int epoll, MemorySegment events, int capacity, int milliseconds) {
        try {
            int count = (int) EPOLL_WAIT.invokeExact(errno, epoll, events, capacity, milliseconds);
            if (count < 0 && Downcall.errno(errno) != 4) { // EINTR is no failure
                throw new SystemCallException("epoll_wait", new Errno(Downcall.errno(errno)));
            }
            return Math.max(count, 0);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /// `CLOCK_MONOTONIC` in nanoseconds: the clock of `bpf_ktime_get_ns`.
    public static long monotonicNanos() {
        return clock(CLOCK_MONOTONIC);
    }

    /// `CLOCK_REALTIME` in nanoseconds since 1970.
    public static long realtimeNanos() {
        return clock(CLOCK_REALTIME);
    }

    /// Sets the nice value of the calling thread alone, as Linux does for thread 0 of
    /// `PRIO_PROCESS`; less than 0 needs `CAP_SYS_NICE`.
    public static void setNice(int nice) {
        call("setpriority", errno -> (int) SETPRIORITY.invokeExact(errno, 0, 0, nice));
    }

    private static long clock(int id) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(TIMESPEC);
            call("clock_gettime", errno -> (int) CLOCK_GETTIME.invokeExact(errno, id, time));
            return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
        }
    }

    private interface NumberCall {
        long invoke(MemorySegment errno) throws Throwable;
    }

    private interface AddressCall {
        MemorySegment invoke(MemorySegment errno) throws Throwable;
    }

    private static long call(String name, NumberCall call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            long result = call.invoke(errno);
            if (result == -1) {
                throw new SystemCallException(name, new Errno(Downcall.errno(errno)));
            }
            return result;
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    private static MemorySegment callForAddress(String name, AddressCall call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            MemorySegment result = call.invoke(errno);
            if (result.address() == -1) {
                throw new SystemCallException(name, new Errno(Downcall.errno(errno)));
            }
            return result;
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /// A method handle declares `Throwable`; native functions throw nothing of their own.
    static RuntimeException rethrow(Throwable e) {
        switch (e) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError("a native call threw", e);
        }
    }
}
