package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// The kernel's trace log, which `bpf_printk` writes to, is not there to be read: tracefs is not
/// mounted, or another process reads it. Ring buffers need neither.
public final class TraceLogUnavailableException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it.
    public TraceLogUnavailableException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
