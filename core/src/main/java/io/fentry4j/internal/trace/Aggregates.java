package io.fentry4j.internal.trace;

import io.fentry4j.internal.asm.Origin;
import java.util.ArrayList;
import java.util.List;

/// What an entry of a table has on each CPU.
///
/// ```
///  +-------+-----------------+-----------------+-----
///  | calls | 1st aggregate's | 2nd aggregate's | …
///  | u64   | u64, …          | u64, …          |
///  +-------+-----------------+-----------------+-----
/// ```
///
/// A program adds to the number of calls last: calls that it counts have their values.
final class Aggregates {

    /// Where the number of calls is.
    static final int CALLS = 0;

    /// @param at its first word
    record Placed(Aggregate aggregate, int at, Origin origin) {}

    private final List<Placed> all = new ArrayList<>();
    private int words = CALLS + 1;

    /// Adds one.
    ///
    /// @return where it is
    Placed add(Aggregate aggregate, Origin origin) {
        Placed placed = new Placed(aggregate, aggregate.words() == 0 ? CALLS : words, origin);
        all.add(placed);
        words += aggregate.words();
        return placed;
    }

    List<Placed> all() {
        return List.copyOf(all);
    }

    /// How many words an entry has on each CPU.
    int words() {
        return words;
    }

    /// Adds the words of one CPU, or of one entry, to those of others.
    void merge(long[] into, long[] from) {
        into[CALLS] += from[CALLS];
        for (Placed placed : all) {
            placed.aggregate.merge(into, from, placed.at);
        }
    }
}
