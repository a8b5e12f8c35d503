package io.fentry4j.internal.failure;

/// What in the kernel a program is attached to, because each fails in ways of its own.
public enum Mechanism {
    /// fentry, fexit, fmod_ret and tp_btf: a link to a function or a tracepoint that BTF names.
    TRAMPOLINE("fentry and fexit"),

    /// kprobe and kretprobe: a perf event.
    KPROBE("kprobes"),

    /// Many functions by one link, over fprobe.
    KPROBE_MULTI("kprobe.multi"),

    /// A tracepoint by its name in tracefs: a perf event.
    TRACEPOINT("tracepoints"),

    /// A tracepoint by its name, with its raw arguments.
    RAW_TRACEPOINT("raw tracepoints");

    private final String kind;

    Mechanism(String kind) {
        this.kind = kind;
    }

    /// The programs that use it, in the plural, for messages.
    String kind() {
        return kind;
    }
}
