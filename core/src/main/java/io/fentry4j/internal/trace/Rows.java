package io.fentry4j.internal.trace;

import io.fentry4j.data.RecordView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Makes the rows of the entries of a table.
///
/// Two keys of the kernel can be one in Java: what is behind the NUL of a `char[]` differs, or
/// stacks differ beyond the frames that are kept. They become one row.
final class Rows<R> {

    /// The words of an entry, and its row.
    private record Counted<R>(long calls, R row) {}

    private final List<Decoders.Reader> key;
    private final Aggregates aggregates;
    private final BiFunction<List<@Nullable Object>, long[], R> row;

    /// @param row from the values of the key and the words of the entry
    Rows(
            List<Decoders.Reader> key,
            Aggregates aggregates,
            BiFunction<List<@Nullable Object>, long[], R> row) {
        this.key = List.copyOf(key);
        this.aggregates = aggregates;
        this.row = row;
    }

    /// The rows of a table, those with the most calls first.
    List<R> of(AggregationTable table) {
        Map<List<@Nullable Object>, long[]> entries = new LinkedHashMap<>();
        table.forEach((bytes, cpus) -> {
            long[] words = new long[aggregates.words()];
            cpus.values().forEach(cpu -> aggregates.merge(words, cpu));
            if (words[Aggregates.CALLS] != 0) { // else just made, or of a table without a key
                entries.merge(key(bytes), words, this::merged);
            }
        });
        List<Counted<R>> rows = new ArrayList<>();
        entries.forEach((values, words) ->
                rows.add(new Counted<>(words[Aggregates.CALLS], row.apply(values, words))));
        rows.sort(Comparator.comparingLong((Counted<R> counted) -> counted.calls).reversed());
        return rows.stream().map(Counted::row).toList();
    }

    private long[] merged(long[] some, long[] others) {
        aggregates.merge(some, others);
        return some;
    }

    private List<@Nullable Object> key(byte[] bytes) {
        RecordView view = RecordView.of(bytes);
        List<@Nullable Object> values = new ArrayList<>();
        key.forEach(reader -> values.add(reader.read(view)));
        return values;
    }
}
