package io.fentry4j;

import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.LinkCommands;

/// A program at a tracepoint, with the arguments typed by BTF: `tp_btf`.
///
/// It has no cookies: kernels before 6.10 would drop them without a word.
///
/// Requires Linux 5.5 and the kernel's BTF.
public final class BtfTracepointProgram extends Program {

    BtfTracepointProgram(Handle handle) {
        super(handle);
    }

    /// The tracepoint, such as `sched_switch`.
    public String target() {
        return sectionTarget();
    }

    /// Attaches to the tracepoint.
    ///
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    /// @throws IllegalStateException if the object is closed
    public Link attach() {
        return attach(
                Mechanism.RAW_TRACEPOINT,
                target(),
                false,
                () -> LinkCommands.attachTrace(handle().pointer(), 0));
    }
}
