package io.fentry4j.internal.trace;

import io.fentry4j.data.KernelString;
import io.fentry4j.internal.asm.Condition;
import java.util.stream.Stream;

/// What a filter asks, with all types known.
sealed interface Question {

    /// `left condition right`; signed or not as the operands are.
    record Compare(Condition condition, Term left, Term right) implements Question {}

    /// A string is equal to some bytes, or begins with them.
    record SameText(Slot slot, KernelString text, boolean prefix) implements Question {}

    record And(Question left, Question right) implements Question {}

    record Or(Question left, Question right) implements Question {}

    record Not(Question question) implements Question {}

    record Always(boolean value) implements Question {}

    /// The values that it looks at.
    default Stream<Slot> slots() {
        return switch (this) {
            case Compare compare -> Stream.concat(slots(compare.left), slots(compare.right));
            case SameText text -> Stream.of(text.slot);
            case And and -> Stream.concat(and.left.slots(), and.right.slots());
            case Or or -> Stream.concat(or.left.slots(), or.right.slots());
            case Not not -> not.question.slots();
            case Always _ -> Stream.empty();
        };
    }

    /// The values that a number is made of.
    static Stream<Slot> slots(Term term) {
        return switch (term) {
            case Term.Constant _ -> Stream.empty();
            case Term.Load load -> Stream.of(load.slot());
            case Term.Calculation calculation ->
                    Stream.concat(slots(calculation.left()), slots(calculation.right()));
            case Term.Narrow narrow -> slots(narrow.value());
        };
    }
}
