package io.fentry4j.examples.cli.trace;

import io.fentry4j.trace.FunctionTrace;
import io.fentry4j.trace.TraceCounts;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/// What has become of the calls of all functions.
record Totals(long seen, long filtered, long lost, long missed) {

    static Totals of(Collection<FunctionTrace> traces) {
        List<TraceCounts> counts = traces.stream().map(FunctionTrace::counts).toList();
        return new Totals(
                sum(counts, TraceCounts::seen),
                sum(counts, TraceCounts::filtered),
                sum(counts, TraceCounts::lost),
                sum(counts, TraceCounts::missed));
    }

    private static long sum(List<TraceCounts> counts, ToLongFunction<TraceCounts> part) {
        return counts.stream().mapToLong(part).sum();
    }

    boolean isIncomplete() {
        return lost + missed > 0;
    }

    @Override
    public String toString() {
        return "seen %d, filtered %d, lost %d, missed %d".formatted(seen, filtered, lost, missed);
    }
}
