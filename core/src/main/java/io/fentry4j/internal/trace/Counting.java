package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Instruction;

/// Writes the instructions that count.
record Counting(Assembler assembler) {

    /// The name of the array of [TraceCounter]s.
    static final String COUNTS = "counts";

    /// Destroys registers 1 and 2.
    void count(TraceCounter counter) {
        assembler
                .mapValue(R1, COUNTS, counter.index * Long.BYTES)
                .add(Instruction.move(R2, 1), Instruction.atomicAdd64(R1, 0, R2));
    }

    /// Register = what has been counted.
    void load(int register, TraceCounter counter) {
        assembler
                .mapValue(register, COUNTS, counter.index * Long.BYTES)
                .add(Instruction.load64(register, register, 0));
    }
}
