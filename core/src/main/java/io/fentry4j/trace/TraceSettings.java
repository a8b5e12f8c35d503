package io.fentry4j.trace;

import io.fentry4j.internal.trace.FunctionSelection;
import io.fentry4j.internal.trace.LeftOut;
import io.fentry4j.internal.trace.ModeChoice;
import io.fentry4j.internal.trace.PlanRequest;
import io.fentry4j.internal.trace.TraceAttachment;
import io.fentry4j.internal.trace.TraceForm;
import io.fentry4j.internal.trace.TraceOptions;
import io.fentry4j.internal.trace.TracePlan;
import io.fentry4j.internal.trace.TraceTarget;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Which functions are traced and how, whatever becomes of their calls.
///
/// @param candidates names of one function: the first that there is is taken
/// @param patterns names and globs of several functions instead; empty for the one
/// @param mode the only one; empty for the better one
/// @param ringBytes the size of the ring buffer
record TraceSettings(
        List<String> candidates, List<String> patterns, Optional<Mode> mode, int ringBytes) {

    private static final int RING_BYTES = 1 << 20;
    private static final int LEAST_RING_BYTES = 4096;
    private static final int CALLS = 8192;

    static TraceSettings of(List<String> candidates) {
        return new TraceSettings(List.copyOf(candidates), List.of(), Optional.empty(), RING_BYTES);
    }

    /// @throws IllegalArgumentException if there is none
    TraceSettings withPatterns(List<String> several) {
        if (several.isEmpty()) {
            throw new IllegalArgumentException("trace no function: name at least one");
        }
        return new TraceSettings(candidates, List.copyOf(several), mode, ringBytes);
    }

    TraceSettings withMode(Mode only) {
        return new TraceSettings(candidates, patterns, Optional.of(only), ringBytes);
    }

    /// @throws IllegalArgumentException if it is no power of two of at least 4096
    TraceSettings withRingBytes(int bytes) {
        if (bytes < LEAST_RING_BYTES || Integer.bitCount(bytes) != 1) {
            throw new IllegalArgumentException(
                    "ring buffer of %d bytes: a power of two of at least %d is needed"
                            .formatted(bytes, LEAST_RING_BYTES));
        }
        return new TraceSettings(candidates, patterns, mode, bytes);
    }

    /// Attaches.
    ///
    /// @param planner writes the programs for a function
    <R> FunctionTrace attach(
            BiFunction<TraceTarget, TraceForm, TracePlan<R>> planner,
            Consumer<? super R> listener) {
        if (patterns.isEmpty()) {
            return attach(
                    List.of(TraceTarget.find(candidates)), Optional.empty(), planner, listener);
        }
        FunctionSelection selection = FunctionSelection.of(patterns, mode);
        return attach(selection.targets(), Optional.of(selection.leftOut()), planner, listener);
    }

    private <R> FunctionTrace attach(
            List<TraceTarget> targets,
            Optional<LeftOut> leftOut,
            BiFunction<TraceTarget, TraceForm, TracePlan<R>> planner,
            Consumer<? super R> listener) {
        List<PlanRequest<TracePlan<R>>> requests =
                targets.stream()
                        .map(target ->
                                new PlanRequest<TracePlan<R>>(
                                        target, form -> planner.apply(target, form)))
                        .toList();
        return new FunctionTrace(
                TraceAttachment.attach(
                        requests,
                        new TraceOptions(ringBytes, CALLS, ModeChoice.of(mode), leftOut),
                        listener));
    }
}
