package io.fentry4j.failure;

import org.jspecify.annotations.Nullable;

/// The kernel refuses although the capabilities are there: lockdown, a security module, seccomp, a
/// user namespace, a limit or setting (`net.core.bpf_jit_enable`), or a policy of whoever built the
/// kernel.
public final class PolicyException extends BpfException {

    private static final long serialVersionUID = 1;

    /// A failure with the exception that led to it, if one did.
    public PolicyException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }

    /// A failure without another exception behind it.
    public PolicyException(Failure failure) {
        this(failure, null);
    }
}
