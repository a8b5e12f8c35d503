package io.fentry4j.internal.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.TraceException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// The programs for a function by each mode that may be used.
final class Plans<P extends Plan> {

    private final TraceTarget target;
    private final int number;
    private final Optional<Mode> forced;
    private final Map<Mode, P> plans = new EnumMap<>(Mode.class);
    private final Map<Mode, TraceException> refusals = new EnumMap<>(Mode.class);

    /// @param number the function's
    /// @param numbered whether events begin with it
    Plans(PlanRequest<P> request, int number, boolean numbered, Optional<Mode> forced) {
        this.target = request.target();
        this.number = number;
        this.forced = forced;
        OptionalInt header = numbered ? OptionalInt.of(number) : OptionalInt.empty();
        for (Mode mode : forced.map(List::of).orElse(List.of(Mode.FENTRY, Mode.KPROBE))) {
            try {
                plans.put(mode, request.planner().apply(new TraceForm(mode, header)));
            } catch (TraceException e) {
                refusals.put(mode, e);
            }
        }
    }

    TraceTarget target() {
        return target;
    }

    int number() {
        return number;
    }

    /// @throws TraceException if the record cannot be had by this mode
    P get(Mode mode) {
        P plan = plans.get(mode);
        if (plan == null) {
            throw Objects.requireNonNull(refusals.get(mode));
        }
        return plan;
    }

    /// One of them.
    P any() {
        return plans.values().iterator().next();
    }

    /// Refuses what is wrong in any case: fentry gives all that a kprobe does.
    ///
    /// @throws TraceException if the record does not fit
    /// @throws BpfException if no trampoline can carry the function, and nothing else may
    void check() {
        var _ = get(forced.orElse(Mode.FENTRY));
        if (forced.equals(Optional.of(Mode.FENTRY)) && target.obstacle().isPresent()) {
            throw target.obstacle().get();
        }
    }

    /// The size of the largest event.
    int eventBytes() {
        return plans.values().stream().mapToInt(Plan::eventBytes).max().orElse(0);
    }

    /// Whether some returns have to find their entries.
    boolean paired() {
        return plans.values().stream().anyMatch(plan -> plan.codes().paired());
    }
}
