package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// The kernel's perf events, which kprobes and tracepoints are attached through, are not there: it
/// was built without kprobes, or tracefs is not mounted. fentry, fexit and raw tracepoints need
/// neither.
public final class PerfEventUnavailableException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public PerfEventUnavailableException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public PerfEventUnavailableException(Failure failure) {
        this(failure, null);
    }
}
