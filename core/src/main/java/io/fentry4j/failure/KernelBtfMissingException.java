package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// The running kernel shows no type information (BTF), which fentry and fexit need.
public final class KernelBtfMissingException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public KernelBtfMissingException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public KernelBtfMissingException(Failure failure) {
        this(failure, null);
    }
}
