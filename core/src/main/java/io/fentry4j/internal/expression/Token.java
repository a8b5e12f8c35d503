package io.fentry4j.internal.expression;

/// A word of an expression.
///
/// @param kind what it is
/// @param position its first character in the text, from 0
/// @param text as written; of a string what it stands for
/// @param value of a number; nanoseconds if it is a duration
record Token(Kind kind, int position, String text, long value) {

    enum Kind {
        NAME,
        NUMBER,
        DURATION,
        STRING,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /// For messages.
    @Override
    public String toString() {
        return kind == Kind.END ? "the end" : "`" + text + "`";
    }
}
