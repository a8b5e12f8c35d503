package io.fentry4j.trace;

import java.time.Instant;
import java.util.List;

/// What was counted between two moments: each call is in one interval, and no call is in two.
///
/// @param from when the interval before ended, or when it was attached
/// @param to when this one ended
/// @param rows those with the most calls first
/// @param <R> the rows
public record AggregationInterval<R>(Instant from, Instant to, List<R> rows) {

    public AggregationInterval {
        rows = List.copyOf(rows);
    }
}
