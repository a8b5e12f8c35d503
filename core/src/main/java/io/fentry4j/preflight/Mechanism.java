package io.fentry4j.preflight;

/// A way to trace a kernel function that [Preflight] judges.
public enum Mechanism {
    /// A BPF trampoline at the function's entry.
    FENTRY("fentry"),
    /// A BPF trampoline at the function's exit.
    FEXIT("fexit"),
    /// A kprobe at the function's first instruction.
    KPROBE("kprobe");

    private final String text;

    Mechanism(String text) {
        this.text = text;
    }

    /// The name as libbpf's section names have it.
    @Override
    public String toString() {
        return text;
    }
}
