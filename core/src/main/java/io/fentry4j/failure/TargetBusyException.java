package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// The function can be traced, but someone has it: this program already, a livepatch, another
/// tracer, or as many programs as the kernel allows on one function.
///
/// It can succeed later, once a link is closed.
public final class TargetBusyException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public TargetBusyException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public TargetBusyException(Failure failure) {
        this(failure, null);
    }
}
