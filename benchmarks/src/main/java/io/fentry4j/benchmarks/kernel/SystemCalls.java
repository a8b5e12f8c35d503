package io.fentry4j.benchmarks.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fentry4j.internal.linux.Downcall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The system calls that benchmarks trace, without anything around them: `errno` is not looked at.
final class SystemCalls {

    private static final MethodHandle UMASK =
            Downcall.plain(Downcall.libc(), "umask", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNLINK =
            Downcall.plain(Downcall.libc(), "unlink", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private SystemCalls() {}

    /// Sets what nearly all processes have, and returns it from the second call on.
    static int umask() {
        try {
            return (int) UMASK.invokeExact(022);
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing", e);
        }
    }

    /// Deletes.
    ///
    /// @param path from [#path]
    static int unlink(MemorySegment path) {
        try {
            return (int) UNLINK.invokeExact(path);
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing", e);
        }
    }

    /// A path as C has it, for the life of the JVM.
    static MemorySegment path(String path) {
        return Arena.global().allocateFrom(path);
    }
}
