package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// The function exists, but fentry and fexit cannot be attached to it.
public final class TargetNotTraceableException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public TargetNotTraceableException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public TargetNotTraceableException(Failure failure) {
        this(failure, null);
    }
}
