package io.fentry4j.internal.trace;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Label;

/// What a program does with a call that has passed the filter and whose values are there.
interface Output {

    /// Writes the instructions. Register 6 holds the context, register 7 the event.
    ///
    /// @param taken where to go on; what goes on behind the instructions instead is lost
    void write(Assembler assembler, QuestionEmitter numbers, Label taken);
}
