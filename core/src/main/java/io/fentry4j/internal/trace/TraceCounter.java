package io.fentry4j.internal.trace;

/// What programs count, each in a counter of its own.
public enum TraceCounter {
    /// Calls.
    SEEN(0),
    /// Calls that did not pass the filter.
    FILTERED(1),
    /// Events for which there was no room: in the ring, or among the calls under way.
    LOST(2),
    /// Events that were kept in the hash, because their place was taken.
    KEPT(3);

    /// The number of counters.
    static final int COUNT = 4;

    /// Its place in the map.
    final int index;

    TraceCounter(int index) {
        this.index = index;
    }
}
