package io.fentry4j;

import io.fentry4j.internal.failure.AttachFailures;
import io.fentry4j.internal.libbpf.Libbpf;

/// A program that runs in a BPF trampoline at the entry or the exit of a kernel function.
///
/// Requires Linux 5.5 on x86-64, 6.4 on arm64, and the kernel's BTF.
public abstract sealed class TracingProgram extends Program permits FentryProgram, FexitProgram {

    TracingProgram(Handle handle) {
        super(handle);
    }

    /// The kernel function: of the candidates that were given before load, the one that the kernel
    /// has.
    public String target() {
        return handle().target();
    }

    /// Attaches to the target.
    ///
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    /// @throws IllegalStateException if the object is closed
    public Link attach() {
        return attachWith(0);
    }

    /// Attaches with a value that the program reads by `bpf_get_attach_cookie`.
    ///
    /// Requires Linux 5.19. The cookie is never dropped: where the kernel has none for this kind of
    /// program, this throws.
    ///
    /// @param cookie any value but 0, which means none
    /// @throws IllegalArgumentException if the cookie is 0
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public Link attach(long cookie) {
        if (cookie == 0) {
            throw new IllegalArgumentException("attach '" + name() + "': a cookie cannot be 0");
        }
        return attachWith(cookie);
    }

    private Link attachWith(long cookie) {
        ObjectHandle object = handle().object();
        String operation = "attach '%s' to %s".formatted(name(), target());
        var outcome =
                object.use(() -> {
                    fd();
                    return Libbpf.attachTrace(handle().pointer(), cookie);
                });
        Libbpf.Result result = outcome.value();
        if (result.error() < 0) {
            throw AttachFailures.explain(
                    operation, result.error(), cookie != 0, outcome.messages());
        }
        return object.own(new Link(result.pointer(), object, name() + " on " + target()));
    }
}
