package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// This kernel lacks one feature that was asked for, such as attach cookies or kprobe.multi: it is
/// too old, or was built without. Without that feature it can work.
public final class FeatureUnsupportedException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public FeatureUnsupportedException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public FeatureUnsupportedException(Failure failure) {
        this(failure, null);
    }
}
