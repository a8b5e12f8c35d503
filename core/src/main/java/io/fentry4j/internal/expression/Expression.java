package io.fentry4j.internal.expression;

import java.util.List;

/// An expression as it was written, before anything is known of its types.
///
/// Every part has a position: the character of the text, from 0, that a message about it points at.
public sealed interface Expression {

    int position();

    /// The first character of the whole.
    default int start() {
        return switch (this) {
            case Member member -> member.object.start();
            case Index index -> index.array.start();
            case Binary binary -> binary.left.start();
            default -> position();
        };
    }

    /// A component, an argument or an enumerator.
    record Name(int position, String name) implements Expression {}

    /// A number; nanoseconds if it had a unit of time.
    record Numeral(int position, long value, boolean duration) implements Expression {}

    /// A string in quotes.
    record Text(int position, String value) implements Expression {}

    /// `object.name`, or `object->name` with `arrow`.
    record Member(int position, Expression object, String name, boolean arrow)
            implements Expression {}

    /// `array[index]`.
    record Index(int position, Expression array, int index) implements Expression {}

    /// `*pointer`.
    record Dereference(int position, Expression pointer) implements Expression {}

    /// `(struct type *) value`, with as many stars as were written.
    ///
    /// @param tag `struct`, `union`, `enum`, or empty for a typedef
    record PointerCast(int position, String tag, String type, int stars, Expression value)
            implements Expression {}

    /// `(u32) value`.
    record IntegerCast(int position, int bytes, boolean signed, Expression value)
            implements Expression {}

    /// `-operand`, `~operand`, `!operand`.
    record Unary(int position, char operator, Expression operand) implements Expression {}

    /// `left operator right`.
    record Binary(int position, String operator, Expression left, Expression right)
            implements Expression {}

    /// `function(arguments)`.
    record Call(int position, String function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }
}
