package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R3;
import static io.fentry4j.internal.asm.Instruction.R4;
import static io.fentry4j.internal.asm.Instruction.R5;
import static io.fentry4j.internal.asm.Instruction.R7;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Helper;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Label;
import io.fentry4j.internal.asm.Operation;
import io.fentry4j.internal.asm.Width;

/// Writes the instructions that read the first bytes of a string at once and look for its end eight
/// bytes at a time: `bpf_probe_read_kernel_str` takes 10 to 14 instructions a byte.
///
/// What was read behind the NUL is other memory of the kernel's, and is cleared.
final class ShortText {

    /// How many bytes are read.
    static final int BYTES = 32;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private ShortText() {}

    /// Goes on at `read` with the bytes up to the end of the eight with the NUL in register 0;
    /// behind the instructions if there is no NUL, or if not so many bytes can be read.
    ///
    /// @param at where in the event, whose address is in register 7; the string's is in register 3
    static void read(Assembler assembler, int at, Label read) {
        Label longer = assembler.label();
        assembler
                .add(Instruction.copy(R1, R7), Instruction.add(R1, at))
                .add(Instruction.move(R2, BYTES))
                .call(Helper.PROBE_READ_KERNEL)
                .jumpIf(Condition.NOT_EQUAL, R0, 0, longer)
                .constant(R3, ONES)
                .constant(R4, HIGH_BITS);
        for (int done = 0; done < BYTES; done += Long.BYTES) {
            Label next = assembler.label();
            assembler
                    .add(Instruction.load64(R1, R7, at + done))
                    .add(Instruction.copy(R2, R1))
                    .add(Instruction.aluRegister(Operation.SUBTRACT, R2, R3))
                    .add(Instruction.copy(R5, R1), Instruction.alu(Operation.XOR, R5, -1))
                    .add(Instruction.aluRegister(Operation.AND, R2, R5))
                    .add(Instruction.aluRegister(Operation.AND, R2, R4)) // a bit for each NUL
                    .jumpIf(Condition.EQUAL, R2, 0, next)
                    .add(Instruction.copy(R5, R2), Instruction.negate(R5))
                    .add(Instruction.aluRegister(Operation.AND, R2, R5)) // the first one's
                    .add(Instruction.alu(Operation.SHIFT_RIGHT, R2, Byte.SIZE - 1))
                    .add(Instruction.add(R2, -1)) // all bits of the bytes before it
                    .add(Instruction.aluRegister(Operation.AND, R1, R2))
                    .add(Instruction.store(Width.DOUBLE, R7, at + done, R1));
            for (int rest = done + Long.BYTES; rest < BYTES; rest += Long.BYTES) {
                assembler.add(Instruction.storeValue(Width.DOUBLE, R7, at + rest, 0));
            }
            assembler.add(Instruction.move(R0, done + Long.BYTES)).jump(read).bind(next);
        }
        assembler.bind(longer);
    }
}
