package io.fentry4j.internal.trace;

import io.fentry4j.PreemptionModel;
import io.fentry4j.trace.Mode;
import java.util.Optional;

/// By what functions are to be attached.
///
/// @param mode the only one; empty for the mode that misses least on such a kernel, or else the
///   other one
/// @param preemption the kernel's
public record ModeChoice(Optional<Mode> mode, PreemptionModel preemption) {

    /// For the running kernel.
    public static ModeChoice of(Optional<Mode> mode) {
        return new ModeChoice(mode, PreemptionModel.ofRunningKernel());
    }
}
