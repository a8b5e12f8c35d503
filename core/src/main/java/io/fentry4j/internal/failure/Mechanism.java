package io.fentry4j.internal.failure;

/// What in the kernel a program is attached to, because each fails in ways of its own.
public enum Mechanism {
    /// fentry, fexit, fmod_ret and tp_btf: a link to a function or a tracepoint that BTF names.
    TRAMPOLINE(Refusal.Gate.LINK),

    /// kprobe and kretprobe: a perf event.
    KPROBE(Refusal.Gate.PERF_EVENT),

    /// The list of kprobes in tracefs, to which one is added before a program is attached to it.
    TRACEFS(Refusal.Gate.PERF_EVENT),

    /// Many functions by one link, over fprobe.
    KPROBE_MULTI(Refusal.Gate.LINK),

    /// A tracepoint by its name in tracefs: a perf event.
    TRACEPOINT(Refusal.Gate.PERF_EVENT),

    /// A tracepoint by its name, with its raw arguments.
    RAW_TRACEPOINT(Refusal.Gate.LINK),

    /// What libbpf makes of a section that this library knows nothing more about.
    OTHER(Refusal.Gate.LINK);

    private final Refusal.Gate gate;

    Mechanism(Refusal.Gate gate) {
        this.gate = gate;
    }

    /// What has to let it through.
    Refusal.Gate gate() {
        return gate;
    }
}
