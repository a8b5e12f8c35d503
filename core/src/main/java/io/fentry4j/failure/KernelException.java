package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// The kernel refused for a reason that has no type of its own; [Failure#errno()] and the log have
/// what it said.
public final class KernelException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public KernelException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public KernelException(Failure failure) {
        this(failure, null);
    }
}
