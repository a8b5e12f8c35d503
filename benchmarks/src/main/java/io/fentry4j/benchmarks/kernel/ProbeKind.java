package io.fentry4j.benchmarks.kernel;

import java.util.List;

/// What a benchmark holds against its base: one row of the result.
public enum ProbeKind {
    /// Nothing is attached.
    BASE,
    FENTRY,
    FEXIT,
    FENTRY_FEXIT,
    KPROBE,
    KRETPROBE,
    KPROBE_KRETPROBE,
    KPROBE_MULTI,
    KRETPROBE_MULTI,
    /// Nothing is attached, and what is looped over passes a tracepoint. For loops only.
    BASE_OF_TRACEPOINTS,
    RAW_TRACEPOINT,
    TRACEPOINT;

    List<EmptyProgram> programs() {
        return switch (this) {
            case BASE, BASE_OF_TRACEPOINTS -> List.of();
            case FENTRY_FEXIT -> List.of(EmptyProgram.FENTRY, EmptyProgram.FEXIT);
            case KPROBE_KRETPROBE -> List.of(EmptyProgram.KPROBE, EmptyProgram.KRETPROBE);
            default -> List.of(EmptyProgram.valueOf(name()));
        };
    }

    /// Whether it is to be held against [#BASE_OF_TRACEPOINTS] when a driver loops.
    boolean atTracepoint() {
        return switch (this) {
            case BASE_OF_TRACEPOINTS, RAW_TRACEPOINT, TRACEPOINT -> true;
            default -> false;
        };
    }
}
