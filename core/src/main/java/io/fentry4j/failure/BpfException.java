package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// Something that this library was asked to do failed; the subclass names the cause.
///
/// The message says what was tried, why it failed, what was observed and what to do, in one line.
/// [#failure()] has the same as data, with libbpf's and the verifier's whole log.
public abstract sealed class BpfException extends RuntimeException
        permits InvalidObjectException,
                KernelBtfMissingException,
                KernelException,
                LibbpfUnavailableException,
                MapException,
                PermissionException,
                PolicyException,
                TargetNotFoundException,
                TargetNotTraceableException,
                TrampolineUnsupportedException,
                VerifierException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    BpfException(Failure failure, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /// The facts.
    public Failure failure() {
        return failure;
    }
}
