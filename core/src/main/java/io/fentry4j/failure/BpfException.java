package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// Something that this library was asked to do failed; the subclass names the cause.
///
/// The message says what was tried, why it failed, what was observed and what to do, in one line.
/// [#failure()] has the same as data, with libbpf's and the verifier's whole log.
///
/// A cause has a class of its own where a program would do something else about it than about the
/// others; causes that only a person can remove share one, and their words differ.
///
/// | class | what a program can do |
/// | --- | --- |
/// | [TargetNotFoundException] | try another name |
/// | [TargetNotTraceableException] | leave the function out, or try a kprobe |
/// | [TargetBusyException] | close a link, or try again later |
/// | [TrampolineUnsupportedException] | use kprobes for all functions |
/// | [PerfEventUnavailableException] | use fentry, fexit, raw tracepoints instead |
/// | [TraceLogUnavailableException] | try again later, or use a ring buffer |
/// | [FeatureUnsupportedException] | do without the feature |
/// | [KernelBtfMissingException] | use kprobes without types |
/// | [VerifierException] | nothing: the program is wrong for this kernel |
/// | [InvalidObjectException], [MapException] | nothing: the object or its use is wrong |
/// | [LibbpfUnavailableException] | ask for libbpf to be installed |
/// | [PermissionException] | ask for capabilities |
/// | [PolicyException] | ask whoever configures this machine |
/// | [KernelException] | show the message |
public abstract sealed class BpfException extends RuntimeException
        permits FeatureUnsupportedException,
                InvalidObjectException,
                KernelBtfMissingException,
                KernelException,
                LibbpfUnavailableException,
                MapException,
                PerfEventUnavailableException,
                PermissionException,
                PolicyException,
                TargetBusyException,
                TargetNotFoundException,
                TargetNotTraceableException,
                TraceLogUnavailableException,
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
