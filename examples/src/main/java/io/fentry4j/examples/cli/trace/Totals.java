package io.fentry4j.examples.cli.trace;

import io.fentry4j.trace.Aggregation;
import io.fentry4j.trace.AggregationCounts;
import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.TraceCounts;
import java.util.Collection;

/// What has become of the calls of all functions.
record Totals(long seen, long filtered, long lost, long missed) {

    private static final Totals NONE = new Totals(0, 0, 0, 0);

    static Totals of(FunctionTrace trace) {
        TraceCounts counts = trace.counts();
        return new Totals(counts.seen(), counts.filtered(), counts.lost(), counts.missed());
    }

    static Totals of(Collection<? extends Aggregation<?>> aggregations) {
        return aggregations.stream().map(Totals::of).reduce(NONE, Totals::plus);
    }

    private static Totals of(Aggregation<?> aggregation) {
        AggregationCounts counts = aggregation.counts();
        return new Totals(counts.seen(), counts.filtered(), counts.lost(), counts.missed());
    }

    private Totals plus(Totals other) {
        return new Totals(
                seen + other.seen,
                filtered + other.filtered,
                lost + other.lost,
                missed + other.missed);
    }

    boolean isIncomplete() {
        return lost + missed > 0;
    }

    @Override
    public String toString() {
        return "seen %d, filtered %d, lost %d, missed %d".formatted(seen, filtered, lost, missed);
    }
}
