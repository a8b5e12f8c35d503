package io.fentry4j.internal.map;

import io.fentry4j.UpdateMode;
import io.fentry4j.data.RecordWriter;
import io.fentry4j.data.ValueType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Single entries of a map, typed. Thread-safe.
///
/// @param <K> a key in Java
/// @param <E> what an entry holds in Java
public final class EntryTable<K, E> {

    private static final int ENOENT = -2;
    private static final int EEXIST = -17;
    private static final int ENOTSUPP = -524;

    private final MapHandle map;
    private final ValueType<K> keys;
    private final EntryCodec<E> values;
    private final int keySpace;

    /// The sizes of `keys` and `values` must be those of the map: the kernel reads and writes as
    /// much as the map says.
    public EntryTable(MapHandle map, ValueType<K> keys, EntryCodec<E> values) {
        this.map = map;
        this.keys = keys;
        this.values = values;
        this.keySpace = Math.ceilDiv(keys.size(), Long.BYTES) * Long.BYTES;
    }

    MapHandle map() {
        return map;
    }

    ValueType<K> keys() {
        return keys;
    }

    EntryCodec<E> values() {
        return values;
    }

    /// The bytes of an entry's value, for all CPUs where there are several.
    public int valueBytes() {
        return values.size();
    }

    /// The value of a key.
    public Optional<E> lookup(K key) {
        try (Scratch scratch = scratch()) {
            MemorySegment value = value(scratch);
            int error = map.lookup(key(scratch, key), value);
            return found("look up in", error, value);
        }
    }

    /// Sets the value of a key.
    ///
    /// @return whether it was set: the mode may forbid it
    public boolean update(K key, E value, UpdateMode mode) {
        try (Scratch scratch = scratch()) {
            MemorySegment encoded = scratch.zeroed(keySpace, values.size());
            values.encode(value, encoded);
            int error = map.update(key(scratch, key), encoded, flag(mode));
            if ((error == EEXIST && mode == UpdateMode.CREATE)
                    || (error == ENOENT && mode == UpdateMode.REPLACE)) {
                return false;
            }
            if (error < 0) {
                throw MapFailures.explain("update", map, error);
            }
            return true;
        }
    }

    /// Removes a key.
    ///
    /// @return whether it was there
    public boolean delete(K key) {
        try (Scratch scratch = scratch()) {
            int error = map.delete(key(scratch, key));
            if (error < 0 && error != ENOENT) {
                throw MapFailures.explain("delete from", map, error);
            }
            return error == 0;
        }
    }

    /// Removes a key and says its value: in one step where the kernel can, else in two.
    public Optional<E> lookupAndDelete(K key) {
        try (Scratch scratch = scratch()) {
            MemorySegment encoded = key(scratch, key);
            MemorySegment value = value(scratch);
            int error = map.lookupAndDelete(encoded, value);
            if (error == ENOTSUPP) {
                error = map.lookup(encoded, value);
                if (error == 0) {
                    error = map.delete(encoded); // ENOENT: another one has taken it
                }
            }
            return found("look up and delete in", error, value);
        }
    }

    private Optional<E> found(String operation, int error, MemorySegment value) {
        if (error == ENOENT) {
            return Optional.empty();
        }
        if (error < 0) {
            throw MapFailures.explain(operation, map, error);
        }
        return Optional.of(values.decode(value));
    }

    private Scratch scratch() {
        return Scratch.of((long) keySpace + values.size());
    }

    private MemorySegment key(Scratch scratch, K key) {
        MemorySegment encoded = scratch.zeroed(0, keys.size());
        keys.encode(key, RecordWriter.of(encoded));
        return encoded;
    }

    private MemorySegment value(Scratch scratch) {
        return scratch.part(keySpace, values.size());
    }

    static long flag(UpdateMode mode) {
        return switch (mode) {
            case ANY -> 0;
            case CREATE -> 1;
            case REPLACE -> 2;
        };
    }
}
