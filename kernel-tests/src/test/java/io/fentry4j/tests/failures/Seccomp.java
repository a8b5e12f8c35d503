package io.fentry4j.tests.failures;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A seccomp filter over all threads of this process, as a container's profile sets one.
@SuppressWarnings("restricted") // calls the C library
final class Seccomp {

    private static final long SYS_SECCOMP = 317; // x86-64
    private static final int SYS_BPF = 321;
    private static final long SET_MODE_FILTER = 1;
    private static final long ALL_THREADS = 1;
    private static final int RETURN_ERRNO = 0x0005_0000;
    private static final int RETURN_ALLOW = 0x7fff_0000;

    private Seccomp() {}

    /// From now on the `bpf` system call fails with `errno`.
    static void refuseBpf(int errno) throws Throwable {
        var syscall =
                Linker.nativeLinker()
                        .downcallHandle(
                                Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.ADDRESS),
                                Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            // struct sock_filter: u16 code, u8 jt, u8 jf, u32 k
            MemorySegment filter = arena.allocate(4 * 8, 8);
            instruction(filter, 0, 0x20, 0, 0, 0); // load the number of the system call
            instruction(filter, 1, 0x15, 0, 1, SYS_BPF); // if it is not bpf, skip one
            instruction(filter, 2, 0x06, 0, 0, RETURN_ERRNO | errno);
            instruction(filter, 3, 0x06, 0, 0, RETURN_ALLOW);
            MemorySegment program = arena.allocate(16, 8); // struct sock_fprog
            program.set(ValueLayout.JAVA_SHORT, 0, (short) 4);
            program.set(ValueLayout.ADDRESS, 8, filter);
            long result =
                    (long) syscall.invokeExact(SYS_SECCOMP, SET_MODE_FILTER, ALL_THREADS, program);
            if (result != 0) {
                throw new AssertionError("seccomp returned " + result);
            }
        }
    }

    private static void instruction(
            MemorySegment filter, int index, int code, int ifTrue, int ifFalse, int operand) {
        long at = index * 8L;
        filter.set(ValueLayout.JAVA_SHORT, at, (short) code);
        filter.set(ValueLayout.JAVA_BYTE, at + 2, (byte) ifTrue);
        filter.set(ValueLayout.JAVA_BYTE, at + 3, (byte) ifFalse);
        filter.set(ValueLayout.JAVA_INT, at + 4, operand);
    }
}
