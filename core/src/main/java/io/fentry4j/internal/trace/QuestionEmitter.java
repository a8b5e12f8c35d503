package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.FRAME;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R7;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Label;
import io.fentry4j.internal.asm.Operation;
import io.fentry4j.internal.asm.Width;
import io.fentry4j.internal.trace.Term.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;

/// Writes the instructions of a filter. Register 7 holds the event, whose slots are filled; no
/// helper is called.
final class QuestionEmitter {

    private final Assembler assembler;

    QuestionEmitter(Assembler assembler) {
        this.assembler = assembler;
    }

    /// Jumps to `target` if the answer is `when`, else goes on.
    void branch(Question question, boolean when, Label target) {
        switch (question) {
            case Question.Always always -> constant(always.value() == when, target);
            case Question.Not not -> branch(not.question(), !when, target);
            case Question.And and -> both(and.left(), and.right(), true, when, target);
            case Question.Or or -> both(or.left(), or.right(), false, when, target);
            case Question.Compare compare -> leaf(compare, when, target);
            case Question.SameText text -> leaf(text, when, target);
        }
    }

    /// A condition, although the answer is known: the verifier wants a way to every instruction.
    private void constant(boolean jumps, Label target) {
        assembler
                .add(Instruction.move(R1, jumps ? 1 : 0))
                .jumpIf(Condition.NOT_EQUAL, R1, 0, target);
    }

    /// @param all whether both must be true, else one
    private void both(Question left, Question right, boolean all, boolean when, Label target) {
        if (all == when) { // the left alone cannot decide for the target
            Label decided = assembler.label();
            branch(left, !when, decided);
            branch(right, when, target);
            assembler.bind(decided);
        } else {
            branch(left, when, target);
            branch(right, when, target);
        }
    }

    /// Register 1 = the number. Goes on at `absent` if one of its values is.
    void number(Term term, Label absent) {
        unlessAbsent(Question.slots(term), absent);
        evaluate(term, 0);
    }

    private void unlessAbsent(Stream<Slot> slots, Label absent) {
        slots.distinct()
                .filter(Slot::mayFail)
                .forEach(slot ->
                        assembler
                                .add(Instruction.load(Width.BYTE, R1, R7, slot.flag))
                                .jumpIf(Condition.NOT_EQUAL, R1, 0, absent));
    }

    /// A question about values: what has no value answers no.
    private void leaf(Question question, boolean when, Label target) {
        Label no = when ? assembler.label() : target;
        unlessAbsent(question.slots(), no);
        switch (question) {
            case Question.SameText text -> unlessSame(text, no);
            case Question.Compare compare -> unless(compare, no);
            default -> throw new AssertionError(question);
        }
        if (when) {
            assembler.jump(target).bind(no);
        }
    }

    /// Compares eight bytes at a time, then fewer.
    private void unlessSame(Question.SameText text, Label no) {
        byte[] wanted = text.text().bytes();
        if (!text.prefix() && wanted.length < text.slot().read.bytesInEvent()) {
            wanted = Arrays.copyOf(wanted, wanted.length + 1); // with the NUL
        }
        if (wanted.length == 0) {
            constant(false, no);
        }
        ByteBuffer bytes = ByteBuffer.wrap(wanted).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            Width width = Width.of(Integer.highestOneBit(Math.min(bytes.remaining(), Long.BYTES)));
            assembler.add(Instruction.load(width, R1, R7, text.slot().offset() + bytes.position()));
            long value =
                    switch (width) {
                        case BYTE -> Byte.toUnsignedLong(bytes.get());
                        case HALF -> Short.toUnsignedLong(bytes.getShort());
                        case WORD -> Integer.toUnsignedLong(bytes.getInt());
                        case DOUBLE -> bytes.getLong();
                    };
            assembler.constant(R2, value).jumpIfRegister(Condition.NOT_EQUAL, R1, R2, no);
        }
    }

    private void unless(Question.Compare compare, Label no) {
        Term left = compare.left();
        Term right = compare.right();
        Condition condition = compare.condition();
        operands(left, right, 0);
        Label yes = assembler.label();
        boolean order = condition != Condition.EQUAL && condition != Condition.NOT_EQUAL;
        if (left.range() == Range.SIGNED && right.range() == Range.UNSIGNED) {
            // A negative number is less than all that the other can be.
            assembler.jumpIf(Condition.SIGNED_LESS, R1, 0, isLess(condition) ? yes : no);
        } else if (left.range() == Range.UNSIGNED && right.range() == Range.SIGNED) {
            assembler.jumpIf(Condition.SIGNED_LESS, R2, 0, isGreater(condition) ? yes : no);
        } else if (order && (left.range() == Range.SIGNED || right.range() == Range.SIGNED)) {
            condition = signed(condition);
        }
        assembler.jumpIfRegister(condition.opposite(), R1, R2, no).bind(yes);
    }

    private static boolean isLess(Condition condition) {
        return condition == Condition.LESS
                || condition == Condition.LESS_OR_EQUAL
                || condition == Condition.NOT_EQUAL;
    }

    private static boolean isGreater(Condition condition) {
        return condition == Condition.GREATER
                || condition == Condition.GREATER_OR_EQUAL
                || condition == Condition.NOT_EQUAL;
    }

    private static Condition signed(Condition condition) {
        return switch (condition) {
            case LESS -> Condition.SIGNED_LESS;
            case LESS_OR_EQUAL -> Condition.SIGNED_LESS_OR_EQUAL;
            case GREATER -> Condition.SIGNED_GREATER;
            case GREATER_OR_EQUAL -> Condition.SIGNED_GREATER_OR_EQUAL;
            default -> condition;
        };
    }

    /// Register 1 = left, register 2 = right.
    private void operands(Term left, Term right, int depth) {
        int spill = StackPlaces.CALCULATIONS - depth * Long.BYTES;
        evaluate(left, depth);
        if (right instanceof Term.Constant(long value, _, _)) {
            assembler.constant(R2, value);
        } else if (right instanceof Term.Load load) {
            assembler.add(Instruction.load64(R2, R7, load.slot().offset()));
        } else {
            assembler.add(Instruction.store(Width.DOUBLE, FRAME, spill, R1));
            evaluate(right, depth + 1);
            assembler.add(Instruction.copy(R2, R1)).add(Instruction.load64(R1, FRAME, spill));
        }
    }

    /// Register 1 = the term.
    private void evaluate(Term term, int depth) {
        switch (term) {
            case Term.Constant constant -> assembler.constant(R1, constant.value());
            case Term.Load load -> assembler.add(Instruction.load64(R1, R7, load.slot().offset()));
            case Term.Narrow narrow -> {
                evaluate(narrow.value(), depth);
                int unused = Long.SIZE - narrow.bytes() * Byte.SIZE;
                Operation back =
                        narrow.signed() ? Operation.SHIFT_RIGHT_SIGNED : Operation.SHIFT_RIGHT;
                if (unused > 0) {
                    assembler
                            .add(Instruction.alu(Operation.SHIFT_LEFT, R1, unused))
                            .add(Instruction.alu(back, R1, unused));
                }
            }
            case Term.Calculation calculation -> {
                operands(calculation.left(), calculation.right(), depth);
                assembler.add(Instruction.aluRegister(calculation.operation(), R1, R2));
            }
        }
    }
}
