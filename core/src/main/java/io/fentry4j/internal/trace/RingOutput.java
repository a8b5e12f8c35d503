package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R3;
import static io.fentry4j.internal.asm.Instruction.R4;
import static io.fentry4j.internal.asm.Instruction.R7;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Helper;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Label;

/// Puts the event into the ring buffer.
record RingOutput(Layout layout) implements Output {

    @Override
    public void write(Assembler assembler, QuestionEmitter numbers, Label taken) {
        assembler
                .map(R1, ProgramWriter.EVENTS)
                .add(Instruction.copy(R2, R7))
                .add(Instruction.move(R3, layout.size()), Instruction.move(R4, 0))
                .call(Helper.RINGBUF_OUTPUT)
                .jumpIf(Condition.EQUAL, R0, 0, taken);
    }
}
