package io.fentry4j.trace;

import java.util.List;

/// A record, a path or a filter does not fit the kernel's function: found before anything is
/// loaded.
public final class TraceException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final int column;
    private final transient List<String> candidates;

    /// Says what does not fit.
    ///
    /// @param message what does not fit, where, and why
    /// @param column where in the path or filter, from 1; 0 if there is no text to point into
    /// @param candidates what may have been meant, the most likely first
    public TraceException(String message, int column, List<String> candidates) {
        super(message);
        this.column = column;
        this.candidates = List.copyOf(candidates);
    }

    /// Where in the path or filter, from 1; 0 if there is no text to point into.
    public int column() {
        return column;
    }

    /// What may have been meant, the most likely first.
    public List<String> candidates() {
        return candidates;
    }
}
