package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.FRAME;
import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R3;
import static io.fentry4j.internal.asm.Instruction.R4;
import static io.fentry4j.internal.asm.Instruction.R7;
import static io.fentry4j.internal.asm.Instruction.R8;
import static io.fentry4j.internal.asm.Instruction.R9;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Helper;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Label;
import io.fentry4j.internal.asm.Width;

/// Adds the call to its entry in the table that is in use.
///
/// The table is found anew for each call, in a map of maps, so that user space can replace it; the
/// kernel tells user space when no program is in the old one any more.
///
/// Zeros on the stack are the key of the table in use, and of the only entry of a table without a
/// key.
///
/// An entry that is not there is made of zeros. Another CPU may make it at the same time, so the
/// result is not asked for: it is looked up again.
record TableOutput(Layout layout, Aggregates aggregates) implements Output {

    static final String TABLES = "tables";
    static final String NOTHING = "nothing";

    private static final int ONLY_IF_NEW = 1; // BPF_NOEXIST

    @Override
    public void write(Assembler assembler, QuestionEmitter numbers, Label taken) {
        Label lost = assembler.label();
        Label found = assembler.label();
        assembler
                .add(Instruction.storeValue(Width.DOUBLE, FRAME, StackPlaces.ZERO, 0))
                .map(R1, TABLES)
                .add(Instruction.copy(R2, FRAME), Instruction.add(R2, StackPlaces.ZERO))
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, lost)
                .add(Instruction.copy(R9, R0));
        lookup(assembler);
        if (layout.keySize() > 0) {
            assembler.jumpIf(Condition.NOT_EQUAL, R0, 0, found);
            key(assembler);
            assembler
                    .mapValue(R3, NOTHING, 0)
                    .add(Instruction.move(R4, ONLY_IF_NEW))
                    .call(Helper.MAP_UPDATE_ELEM);
            lookup(assembler);
        }
        assembler.jumpIf(Condition.EQUAL, R0, 0, lost).bind(found).add(Instruction.copy(R8, R0));
        new AggregateEmitter(assembler, numbers).add(aggregates);
        assembler.jump(taken).bind(lost);
    }

    private void lookup(Assembler assembler) {
        key(assembler);
        assembler.call(Helper.MAP_LOOKUP_ELEM);
    }

    /// Register 1 = the table, register 2 = the address of the key.
    private void key(Assembler assembler) {
        assembler.add(Instruction.copy(R1, R9));
        if (layout.keySize() > 0) {
            assembler.add(Instruction.copy(R2, R7));
        } else {
            assembler.add(Instruction.copy(R2, FRAME), Instruction.add(R2, StackPlaces.ZERO));
        }
    }
}
