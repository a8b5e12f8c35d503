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

/// Puts the event into the ring buffer, of a string at its end only the bytes that it has.
record RingOutput(Layout layout) implements Output {

    @Override
    public void write(Assembler assembler, QuestionEmitter numbers, Label taken) {
        Label lost = assembler.label();
        layout.tail()
                .ifPresentOrElse(
                        text -> size(assembler, text, lost),
                        () -> assembler.add(Instruction.move(R3, layout.size())));
        assembler
                .map(R1, ProgramWriter.EVENTS)
                .add(Instruction.copy(R2, R7), Instruction.move(R4, 0))
                .call(Helper.RINGBUF_OUTPUT)
                .jumpIf(Condition.EQUAL, R0, 0, taken)
                .bind(lost);
    }

    /// Register 3 = the bytes of the event. The string is never too long: the verifier asks.
    private void size(Assembler assembler, Slot text, Label tooLong) {
        assembler
                .add(Instruction.load64(R3, R7, layout.tailLength()))
                .jumpIf(Condition.GREATER, R3, text.read.bytesInEvent(), tooLong)
                .add(Instruction.add(R3, text.offset()));
    }
}
