package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// The bytes are no BPF object that libbpf can open, or lack what was asked of them.
public final class InvalidObjectException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public InvalidObjectException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public InvalidObjectException(Failure failure) {
        this(failure, null);
    }
}
