package io.fentry4j.tests;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// System calls without Java's checks: for the names that `java.nio.file` does not let through.
@SuppressWarnings("restricted") // calls the C library
public final class Native {

    private static final MethodHandle UNLINK =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("unlink"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private static final MethodHandle RMDIR =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("rmdir"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private static final MethodHandle GETPPID =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("getppid"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT));

    private static final MethodHandle GETSID =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("getsid"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Native() {}

    /// The session of this process, or -1 if the kernel refuses.
    public static int getsid() {
        try {
            return (int) GETSID.invokeExact((int) ProcessHandle.current().pid());
        } catch (Throwable e) {
            throw new AssertionError("getsid threw", e);
        }
    }

    /// A system call that does nothing else.
    public static int getppid() {
        try {
            return (int) GETPPID.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError("getppid threw", e);
        }
    }

    public static int unlink(String name) {
        return unlink(name.getBytes(StandardCharsets.UTF_8));
    }

    public static int unlink(byte[] name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(name.length + 1L);
            MemorySegment.copy(name, 0, text, ValueLayout.JAVA_BYTE, 0, name.length);
            return unlinkAddress(text.address());
        }
    }

    public static int unlinkAddress(long address) {
        try {
            return (int) UNLINK.invokeExact(MemorySegment.ofAddress(address));
        } catch (Throwable e) {
            throw new AssertionError("unlink threw", e);
        }
    }

    public static int rmdir(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) RMDIR.invokeExact(arena.allocateFrom(name));
        } catch (Throwable e) {
            throw new AssertionError("rmdir threw", e);
        }
    }
}
