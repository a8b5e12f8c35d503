package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// The running kernel has no function with any of the names that were asked for.
public final class TargetNotFoundException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public TargetNotFoundException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public TargetNotFoundException(Failure failure) {
        this(failure, null);
    }
}
