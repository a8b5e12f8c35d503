package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// This kernel has no BPF trampolines on this architecture, or was built without what they need.
public final class TrampolineUnsupportedException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public TrampolineUnsupportedException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public TrampolineUnsupportedException(Failure failure) {
        this(failure, null);
    }
}
