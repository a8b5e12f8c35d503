package io.fentry4j.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// `unlinkat`, with a directory descriptor of the caller's choice.
public final class Deletion {

    private static final MethodHandle UNLINKAT =
            Downcall.withErrno(
                    Downcall.libc(),
                    "unlinkat",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private Deletion() {}

    /// Deletes a file. The kernel gets `mark` as the directory's descriptor, which it does not look
    /// at because the name is absolute: so a tracing program can tell this call from all others.
    ///
    /// @return 0, or a negative errno
    public static int delete(Path file, int mark) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Downcall.allocateErrno(arena);
            MemorySegment name = arena.allocateFrom(file.toAbsolutePath().toString());
            int result = (int) UNLINKAT.invokeExact(errno, mark, name, 0);
            return result < 0 ? -Downcall.errno(errno) : result;
        } catch (Throwable e) {
            throw LibC.rethrow(e);
        }
    }
}
