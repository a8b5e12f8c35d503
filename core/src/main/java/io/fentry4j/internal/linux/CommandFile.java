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

/// A file of the kernel's that takes a command with each write, and refuses with an error number,
/// which Java's own channels do not tell.
public final class CommandFile {

    /// Never truncated: for some files of tracefs that is the command to forget everything.
    private static final int APPEND = 0x80401; // O_WRONLY | O_APPEND | O_CLOEXEC

    private static final MethodHandle OPEN =
            Downcall.variadicWithErrno(
                    Downcall.libc(), "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
    private static final MethodHandle WRITE =
            Downcall.withErrno(
                    Downcall.libc(),
                    "write",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private CommandFile() {}

    /// Opens it to write commands to.
    ///
    /// @return a descriptor, which is closed by [LibC#close]
    /// @throws SystemCallException if that is refused
    public static int open(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            MemorySegment path = arena.allocateFrom(file.toString());
            int fd = (int) OPEN.invokeExact(errno, path, APPEND);
            if (fd < 0) {
                throw new SystemCallException("open", new Errno(Downcall.errno(errno)));
            }
            return ResourceTracker.descriptor(file.toString(), fd);
        } catch (Throwable e) {
            throw LibC.rethrow(e);
        }
    }

    /// Gives one command.
    ///
    /// @return 0, or a negative errno
    public static int write(int fd, String command) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            MemorySegment text = arena.allocateFrom(command + "\n");
            long bytes = text.byteSize() - 1; // without the NUL
            long written = (long) WRITE.invokeExact(errno, fd, text, bytes);
            return written < 0 ? -Downcall.errno(errno) : 0;
        } catch (Throwable e) {
            throw LibC.rethrow(e);
        }
    }
}
