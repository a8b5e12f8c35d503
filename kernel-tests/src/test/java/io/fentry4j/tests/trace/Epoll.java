package io.fentry4j.tests.trace;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Epolls that watch epolls.
@SuppressWarnings("restricted") // calls the C library
final class Epoll {

    private static final int ADD = 1;

    private static final MethodHandle CREATE = call("epoll_create1", ValueLayout.JAVA_INT);
    private static final MethodHandle CONTROL =
            call(
                    "epoll_ctl",
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS);
    private static final MethodHandle CLOSE = call("close", ValueLayout.JAVA_INT);

    private Epoll() {}

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow(name),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    /// Makes epolls of which each one watches the one before, and closes them.
    static void chain(int length) {
        int[] epolls = new int[length];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(16, 8);
            for (int i = 0; i < length; i++) {
                epolls[i] = (int) CREATE.invokeExact(0);
                if (i > 0 && (int) CONTROL.invokeExact(epolls[i], ADD, epolls[i - 1], event) != 0) {
                    throw new AssertionError("epoll_ctl failed");
                }
            }
            for (int epoll : epolls) {
                int ignored = (int) CLOSE.invokeExact(epoll);
            }
        } catch (Throwable e) {
            throw new AssertionError("epoll threw", e);
        }
    }
}
