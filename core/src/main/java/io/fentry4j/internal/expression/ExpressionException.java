package io.fentry4j.internal.expression;

import java.util.List;

/// A text is no expression, or one that does not fit the types it is about.
public final class ExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int position;
    private final transient List<String> candidates;

    /// @param position the character of the text that is wrong, from 0
    /// @param candidates what may have been meant, the most likely first
    public ExpressionException(int position, String message, List<String> candidates) {
        super(message);
        this.position = position;
        this.candidates = List.copyOf(candidates);
    }

    /// A mistake for which there is no other word to offer.
    public ExpressionException(int position, String message) {
        this(position, message, List.of());
    }

    public int position() {
        return position;
    }

    public List<String> candidates() {
        return candidates;
    }
}
