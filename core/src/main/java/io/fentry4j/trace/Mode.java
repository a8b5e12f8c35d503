package io.fentry4j.trace;

/// How a function is traced. A record gets the same values either way, or is refused.
public enum Mode {
    /// fentry and fexit: a BPF trampoline at the function, which needs the fewest instructions and
    /// has all arguments at the return too. On a kernel that preempts kernel code
    /// ([io.fentry4j.PreemptionModel]) the kernel skips calls, which are counted as missed.
    FENTRY("fentry, fexit"),

    /// kprobe and kretprobe, for functions that have no trampoline. A call takes three times the
    /// instructions (measured on x86-64 with Linux 6.1 and 6.12).
    ///
    /// They see registers: the arguments are those in the first six on x86-64, in the first eight
    /// on arm64. Further ones, structs by value and what follows them are refused. Pointers are
    /// followed as with fentry.
    ///
    /// The kernel sees the return of as many calls at a time as it has room for: of a single
    /// function 4,096, where this process may write to tracefs
    /// ([io.fentry4j.KretprobeProgram#maxActive(int)] says what that leaves behind); otherwise the
    /// larger of 10 and two for each CPU. The others make no event, and the kernel does not tell
    /// how many they are: they are what `seen` has more than `filtered + lost + delivered` and the
    /// calls that are under way. Each may keep the memory of a call under way, until its thread
    /// makes another call from there.
    KPROBE("kprobe, kretprobe"),

    /// kprobe.multi and kretprobe.multi, for many functions: those whose values lie in the same
    /// registers share one program, and are attached at once. What a record can have is what
    /// [#KPROBE] gives. Linux 5.18, built with `CONFIG_FPROBE`; a record that needs both entry and
    /// return up to Linux 6.13, because later kernels are not known to tell the stack pointer at
    /// the return, by which the two are paired. Not for functions of modules.
    ///
    /// For returns the kernel has room for two calls on each CPU and function, which all functions
    /// of a program share. Those for which there is none make no event, as with [#KPROBE].
    KPROBE_MULTI("kprobe.multi, kretprobe.multi");

    private final String programs;

    Mode(String programs) {
        this.programs = programs;
    }

    /// The kinds of its programs, such as `fentry, fexit`.
    @Override
    public String toString() {
        return programs;
    }
}
