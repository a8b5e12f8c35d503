package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// A map could not be created, opened, pinned, read or changed, or is not what was asked for.
public final class MapException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public MapException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public MapException(Failure failure) {
        this(failure, null);
    }
}
