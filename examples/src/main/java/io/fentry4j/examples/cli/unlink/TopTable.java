package io.fentry4j.examples.cli.unlink;

import io.fentry4j.data.KernelString;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Calls counted by a key, in bounded memory: the first [#MOST_KEYS] keys have a count of their
/// own, what comes with further keys is counted together.
///
/// Not thread-safe.
final class TopTable<K extends Comparable<K>> {

    static final int MOST_KEYS = 10_000;

    /// How many keys are shown.
    static final int TOP = 10;

    /// @param name what the key is called; that of the first call with it
    record Row<K>(K key, KernelString name, Tally tally) {}

    /// Keys that were counted but are not among the top.
    record More(int keys, Tally tally) {}

    private final Map<K, Row<K>> rows = new HashMap<>();
    private Tally others = Tally.NONE;

    void add(K key, KernelString name, Tally call) {
        Row<K> before = rows.get(key);
        if (before != null) {
            rows.put(key, new Row<>(key, before.name, before.tally.plus(call)));
        } else if (rows.size() < MOST_KEYS) {
            rows.put(key, new Row<>(key, name, call));
        } else {
            others = others.plus(call);
        }
    }

    /// The largest, largest first.
    List<Row<K>> top() {
        return sorted().stream().limit(TOP).toList();
    }

    /// The rest of those that have a count of their own.
    More more() {
        List<Row<K>> all = sorted();
        List<Row<K>> rest = all.subList(Math.min(TOP, all.size()), all.size());
        return new More(rest.size(), rest.stream().map(Row::tally).reduce(Tally.NONE, Tally::plus));
    }

    /// Calls whose key came too late for a count of its own.
    Tally others() {
        return others;
    }

    private List<Row<K>> sorted() {
        return rows.values().stream()
                .sorted(
                        Comparator.comparing((Row<K> row) -> row.tally, Tally.LARGEST_FIRST)
                                .thenComparing(row -> row.key))
                .toList();
    }
}
