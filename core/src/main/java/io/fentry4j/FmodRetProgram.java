package io.fentry4j;

/// A program that runs before a kernel function and can take its place: `fmod_ret`.
///
/// Where it returns 0 the function runs; any other value becomes the function's return value. The
/// kernel allows it for functions of its error-injection list, the hooks of security modules and
/// its own `bpf_modify_return_test` (`kernel/bpf/verifier.c`, `check_attach_modify_return`).
///
/// Requires Linux 5.7 on x86-64, 6.4 on arm64.
public final class FmodRetProgram extends TracingProgram {

    FmodRetProgram(Handle handle) {
        super(handle);
    }
}
