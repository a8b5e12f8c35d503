package io.fentry4j.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// A file that is read without waiting: what is there now, or nothing. Java's channels cannot open
/// one like that, and show no errno.
public final class NonBlockingFile implements AutoCloseable {

    private static final int O_RDONLY = 0;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    private static final MethodHandle OPEN =
            Downcall.variadicWithErrno(
                    Downcall.libc(), "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
    private static final MethodHandle READ =
            Downcall.withErrno(
                    Downcall.libc(),
                    "read",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private final int fd;

    private NonBlockingFile(int fd) {
        this.fd = fd;
    }

    /// Opens a file for reading.
    ///
    /// @throws SystemCallException if the kernel refuses
    public static NonBlockingFile open(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            MemorySegment name = arena.allocateFrom(file.toString());
            int fd = (int) OPEN.invokeExact(errno, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
            if (fd < 0) {
                throw new SystemCallException("open", new Errno(Downcall.errno(errno)));
            }
            return new NonBlockingFile(ResourceTracker.descriptor("file " + file, fd));
        } catch (Throwable e) {
            throw LibC.rethrow(e);
        }
    }

    /// To be watched for input; closed by [#close()] alone.
    public int descriptor() {
        return fd;
    }

    /// Reads what is there, at most as much as `into` holds.
    ///
    /// @param errno memory from [Downcall#allocateErrno], so that a read allocates nothing
    /// @return the number of bytes; 0 if there is nothing now
    /// @throws SystemCallException if the kernel refuses
    public int read(MemorySegment errno, MemorySegment into) {
        try {
            long count = (long) READ.invokeExact(errno, fd, into, into.byteSize());
            if (count >= 0) {
                return (int) count;
            }
            Errno error = new Errno(Downcall.errno(errno));
            if (error.equals(Errno.EAGAIN) || error.name().equals("EINTR")) {
                return 0;
            }
            throw new SystemCallException("read", error);
        } catch (Throwable e) {
            throw LibC.rethrow(e);
        }
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
