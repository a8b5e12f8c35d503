package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// This process lacks a capability.
public final class PermissionException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public PermissionException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public PermissionException(Failure failure) {
        this(failure, null);
    }
}
