package io.fentry4j.internal.trace;

import java.util.List;
import java.util.stream.IntStream;

/// Where `struct pt_regs`, the context of a kprobe program, has the values of a call, in bytes from
/// its start.
///
/// @param machine what the architecture is called, for messages
/// @param arguments the registers of the first arguments, in order; the others are on the stack
/// @param result the register of the return value
/// @param stackPointer the stack pointer
/// @param argumentsAfterResult whether the address of a result that is in memory takes the first
///   argument's register, so that the arguments are one further on
/// @param popped how much more the stack pointer is at the return than at the entry
record Registers(
        String machine,
        List<Integer> arguments,
        int result,
        int stackPointer,
        boolean argumentsAfterResult,
        int popped) {

    /// `arch/x86/include/asm/ptrace.h`: di, si, dx, cx, r8, r9. The entry finds the address to
    /// return to on the stack, and the return has popped it.
    static final Registers X86_64 =
            new Registers("x86-64", List.of(112, 104, 96, 88, 72, 64), 80, 152, true, Long.BYTES);

    /// `arch/arm64/include/uapi/asm/ptrace.h`: x0 to x7. The address to return to is in a register.
    static final Registers ARM64 =
            new Registers(
                    "arm64",
                    IntStream.range(0, 8).map(n -> n * Long.BYTES).boxed().toList(),
                    0,
                    31 * Long.BYTES,
                    false,
                    0);

    Registers {
        arguments = List.copyOf(arguments);
    }

    /// Those of the machine that this runs on.
    static Registers ofThisMachine() {
        return System.getProperty("os.arch").equals("aarch64") ? ARM64 : X86_64;
    }
}
