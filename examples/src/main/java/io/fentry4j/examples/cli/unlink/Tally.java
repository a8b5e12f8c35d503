package io.fentry4j.examples.cli.unlink;

import java.util.Comparator;

/// How many calls of one kind there were.
///
/// @param deleted that removed a name
/// @param failed that did not
/// @param nanos their time in the kernel
record Tally(long deleted, long failed, long nanos) {

    static final Tally NONE = new Tally(0, 0, 0);

    /// The most calls first, then the most time.
    static final Comparator<Tally> LARGEST_FIRST =
            Comparator.comparingLong(Tally::calls).thenComparingLong(Tally::nanos).reversed();

    long calls() {
        return deleted + failed;
    }

    Tally plus(Tally other) {
        return new Tally(deleted + other.deleted, failed + other.failed, nanos + other.nanos);
    }
}
