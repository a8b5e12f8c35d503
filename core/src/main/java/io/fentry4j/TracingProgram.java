package io.fentry4j;

import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.LinkCommands;

/// A program that runs in a BPF trampoline at the entry or the exit of a kernel function.
///
/// It is verified for one function, so it has one target and can be attached to it once at a time.
/// On a kernel that preempts kernel code (`PREEMPT_RT`, `preempt=full`) the trampoline skips the
/// program while another task on the same CPU was preempted inside of it; each skipped call is
/// counted in [ProgramStatistics#recursionMisses()]. Kprobes run with preemption off and skip none.
///
/// Requires Linux 5.5 on x86-64, 6.4 on arm64, and the kernel's BTF.
public abstract sealed class TracingProgram extends Program
        permits FentryProgram, FexitProgram, FmodRetProgram {

    TracingProgram(Handle handle) {
        super(handle);
    }

    /// The kernel function: of the candidates that were given before load, the one that the kernel
    /// has.
    public String target() {
        return sectionTarget();
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
        return attachWith(checkCookie(cookie));
    }

    private Link attachWith(long cookie) {
        return attach(
                Mechanism.TRAMPOLINE,
                target(),
                cookie != 0,
                () -> LinkCommands.attachTrace(handle().pointer(), cookie));
    }

    /// Lets the kernel call its own test functions, at which attached programs then run:
    /// `bpf_fentry_test1` and its like for fentry and fexit, `bpf_modify_return_test` for fmod_ret
    /// (`net/bpf/test_run.c`).
    ///
    /// @return for fmod_ret the return value of `bpf_modify_return_test` in the low 16 bits and how
    ///   often its side effect happened above them; 0 for the others
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses to run it
    public int testRun() {
        return testRun(new byte[0], "attach the programs to the kernel's test functions first");
    }
}
