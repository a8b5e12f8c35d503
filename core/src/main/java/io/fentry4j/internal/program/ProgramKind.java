package io.fentry4j.internal.program;

/// The kinds of programs that are made of instructions here.
public enum ProgramKind {
    /// At the entry of a function, by a trampoline (Linux 5.5).
    FENTRY("fentry", 26, 24),
    /// At the exit of a function, by a trampoline (Linux 5.5).
    FEXIT("fexit", 26, 25),
    /// At an instruction of the kernel.
    KPROBE("kprobe", 2, 0),
    /// At the return of a function, by a kprobe.
    KRETPROBE("kretprobe", 2, 0),
    /// At the entries of many functions (Linux 5.18).
    KPROBE_MULTI("kprobe.multi", 2, 42),
    /// At the returns of many functions (Linux 5.18).
    KRETPROBE_MULTI("kretprobe.multi", 2, 42);

    private final String text;

    /// The number of `enum bpf_prog_type`.
    final int type;

    /// The number of `enum bpf_attach_type`; 0 where the type says it all.
    final int attachType;

    ProgramKind(String text, int type, int attachType) {
        this.text = text;
        this.type = type;
        this.attachType = attachType;
    }

    @Override
    public String toString() {
        return text;
    }
}
