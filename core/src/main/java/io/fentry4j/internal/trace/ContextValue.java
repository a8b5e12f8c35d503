package io.fentry4j.internal.trace;

/// What a call happens in, as the kernel's helpers tell it.
enum ContextValue {
    PID(32, false),
    TID(32, false),
    UID(32, false),
    GID(32, false),
    COMM(0, false),
    CPU(32, true),
    CGROUP_ID(64, false),
    TIMESTAMP(64, true);

    /// `TASK_COMM_LEN`.
    static final int COMM_BYTES = 16;

    /// The size of the unsigned number; of CPUs, processes and threads the highest bit is never
    /// set.
    final int bits;

    /// Whether it belongs to the event and not to the task: taken where the event is made.
    final boolean ofEvent;

    ContextValue(int bits, boolean ofEvent) {
        this.bits = bits;
        this.ofEvent = ofEvent;
    }

    /// Whether it is one of the current task's fields.
    boolean isOfTask() {
        return switch (this) {
            case PID, TID, UID, GID, COMM -> true;
            case CPU, CGROUP_ID, TIMESTAMP -> false;
        };
    }

    /// Whether a Java `int` holds every value.
    boolean fitsInt() {
        return this == PID || this == TID || this == CPU;
    }
}
