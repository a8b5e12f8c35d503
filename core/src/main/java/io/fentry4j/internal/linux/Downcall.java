package io.fentry4j.internal.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Makes handles for native functions: the one place that asks the JVM for native access.
///
/// A handle made by [#withErrno] takes one more leading argument, a segment from
/// [#allocateErrno(SegmentAllocator)], into which the JVM saves `errno` before anything else can
/// change it.
@SuppressWarnings("restricted") // calling native code is what this class is for
public final class Downcall {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            MethodHandles.insertCoordinates(
                    ERRNO_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno")), 1, 0L);

    private Downcall() {}

    /// The C library, which every process has.
    public static SymbolLookup libc() {
        return LINKER.defaultLookup();
    }

    /// A function that does not report through `errno`.
    public static MethodHandle plain(
            SymbolLookup library, String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(library.findOrThrow(name), signature);
    }

    /// A function that reports through `errno`.
    public static MethodHandle withErrno(
            SymbolLookup library, String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(library.findOrThrow(name), signature, CAPTURE_ERRNO);
    }

    /// A function with a variable list of arguments that reports through `errno`.
    ///
    /// @param fixed how many arguments stand before the list
    public static MethodHandle variadicWithErrno(
            SymbolLookup library, String name, FunctionDescriptor signature, int fixed) {
        return LINKER.downcallHandle(
                library.findOrThrow(name),
                signature,
                CAPTURE_ERRNO,
                Linker.Option.firstVariadicArg(fixed));
    }

    /// A function pointer to `target` that stays valid for the life of the JVM.
    public static MemorySegment upcall(MethodHandle target, FunctionDescriptor signature) {
        return LINKER.upcallStub(target, signature, java.lang.foreign.Arena.global());
    }

    /// Memory for the `errno` of a call.
    public static MemorySegment allocateErrno(SegmentAllocator allocator) {
        return allocator.allocate(ERRNO_LAYOUT);
    }

    /// The `errno` that the last call saved.
    public static int errno(MemorySegment state) {
        return (int) ERRNO.get(state);
    }

    /// The C string at `address`; the empty string for a null pointer.
    public static String string(MemorySegment address) {
        return address.address() == 0 ? "" : address.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /// A pointer-sized value of a C signature.
    public static final ValueLayout.OfLong SIZE_T = ValueLayout.JAVA_LONG;
}
