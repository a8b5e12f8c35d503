package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// libbpf is missing, too old, or may not be called.
public final class LibbpfUnavailableException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public LibbpfUnavailableException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public LibbpfUnavailableException(Failure failure) {
        this(failure, null);
    }
}
