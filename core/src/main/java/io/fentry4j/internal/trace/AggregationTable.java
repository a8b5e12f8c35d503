package io.fentry4j.internal.trace;

import io.fentry4j.BpfMap;
import io.fentry4j.PerCpuArrayMap;
import io.fentry4j.PerCpuHashMap;
import io.fentry4j.PerCpuValues;
import io.fentry4j.data.ValueType;
import java.util.Arrays;
import java.util.function.BiConsumer;

/// A table in the kernel: the words of each entry by its key, or those of the only entry if there
/// is no key.
sealed interface AggregationTable extends AutoCloseable {

    /// Makes an empty one.
    static AggregationTable create(String name, int keyBytes, int words, int maxKeys) {
        ValueType<long[]> entry =
                ValueType.of(
                        "u64[" + words + "]",
                        words * Long.BYTES,
                        view -> {
                            long[] all = new long[words];
                            Arrays.setAll(all, i -> view.getLong(i * Long.BYTES));
                            return all;
                        },
                        (writer, value) -> {
                            throw new UnsupportedOperationException("only programs write it");
                        });
        return keyBytes == 0
                ? new Single(PerCpuArrayMap.create(name, entry, 1))
                : new Keyed(PerCpuHashMap.create(name, ValueType.bytes(keyBytes), entry, maxKeys));
    }

    BpfMap map();

    /// Calls `action` with the key and the words of each CPU of every entry.
    void forEach(BiConsumer<byte[], PerCpuValues<long[]>> action);

    @Override
    default void close() {
        map().close();
    }

    /// By keys.
    record Keyed(PerCpuHashMap<byte[], long[]> map) implements AggregationTable {
        @Override
        public void forEach(BiConsumer<byte[], PerCpuValues<long[]>> action) {
            map.forEach(action);
        }
    }

    /// Without a key.
    record Single(PerCpuArrayMap<long[]> map) implements AggregationTable {
        @Override
        public void forEach(BiConsumer<byte[], PerCpuValues<long[]>> action) {
            action.accept(new byte[0], map.lookup(0));
        }
    }
}
