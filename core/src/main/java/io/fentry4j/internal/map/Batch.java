package io.fentry4j.internal.map;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fentry4j.data.RecordView;
import io.fentry4j.data.RecordWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.function.BiConsumer;

/// The memory for many entries of a map: all keys, all values, and how many there are.
final class Batch<K, E> {

    /// How much memory a batch takes, unless [#SMALLEST] entries need more.
    private static final long BYTES = 256 * 1024;

    private static final int SMALLEST = 16;

    private final EntryTable<K, E> table;
    private final int room;
    private final int keySize;
    private final int valueSize;
    private final MemorySegment keys;
    private final MemorySegment values;
    private final MemorySegment count;

    /// @param room how many entries fit
    Batch(EntryTable<K, E> table, SegmentAllocator allocator, int room) {
        this.table = table;
        this.room = room;
        this.keySize = table.keys().size();
        this.valueSize = table.values().size();
        this.keys = allocator.allocate((long) room * keySize, Long.BYTES);
        this.values = allocator.allocate((long) room * valueSize, Long.BYTES);
        this.count = allocator.allocate(JAVA_INT);
    }

    /// How many of `wanted` entries are best handled at once.
    static int room(EntryTable<?, ?> table, long wanted) {
        long entry = (long) table.keys().size() + table.values().size();
        return (int) Math.min(wanted, Math.max(BYTES / Math.max(entry, 1), SMALLEST));
    }

    int room() {
        return room;
    }

    MemorySegment keys() {
        return keys;
    }

    MemorySegment values() {
        return values;
    }

    /// The `int` that tells the kernel how many entries there are, and that the kernel sets to how
    /// many it has handled.
    MemorySegment countMemory() {
        return count;
    }

    int count() {
        return count.get(JAVA_INT, 0);
    }

    void setCount(int entries) {
        count.set(JAVA_INT, 0, entries);
    }

    void encode(int index, K key, E value) {
        encode(index, key);
        table.values().encode(value, part(values, index, valueSize));
    }

    void encode(int index, K key) {
        table.keys().encode(key, RecordWriter.of(part(keys, index, keySize)));
    }

    /// Decodes the entries that the kernel has handled.
    void decode(BiConsumer<? super K, ? super E> action) {
        RecordView view = new RecordView();
        int entries = count();
        for (int i = 0; i < entries; i++) {
            K key = table.keys().decode(view.wrap(keys, (long) i * keySize, keySize));
            action.accept(key, table.values().decode(part(values, i, valueSize)));
        }
        view.release();
    }

    private static MemorySegment part(MemorySegment all, int index, int size) {
        return all.asSlice((long) index * size, size);
    }
}
