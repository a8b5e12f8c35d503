package io.fentry4j.internal.map;

import io.fentry4j.data.RecordWriter;
import io.fentry4j.data.ValueType;
import io.fentry4j.internal.libbpf.MapCommands;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The values of a queue or a stack, which have no keys. Thread-safe.
public final class ValueQueue<V> {

    private static final long EXIST = 2; // BPF_EXIST: a full map drops its oldest value
    private static final int ENOENT = -2;
    private static final int E2BIG = -7;

    private final MapHandle map;
    private final ValueType<V> type;

    /// The size of `type` must be that of the map.
    public ValueQueue(MapHandle map, ValueType<V> type) {
        this.map = map;
        this.type = type;
    }

    /// Adds a value.
    ///
    /// @param evict whether the oldest value gives way if the map is full
    /// @return whether there was room
    public boolean push(V value, boolean evict) {
        try (Scratch scratch = Scratch.of(type.size())) {
            MemorySegment encoded = scratch.zeroed(0, type.size());
            type.encode(value, RecordWriter.of(encoded));
            int error = map.update(MemorySegment.NULL, encoded, evict ? EXIST : 0);
            if (error < 0 && error != E2BIG) {
                throw MapFailures.explain("push to", map, error);
            }
            return error == 0;
        }
    }

    /// Takes the next value out.
    public Optional<V> pop() {
        try (Scratch scratch = Scratch.of(type.size())) {
            MemorySegment value = scratch.part(0, type.size());
            int error =
                    map.change(fd -> MapCommands.lookupAndDelete(fd, MemorySegment.NULL, value));
            return found("pop from", error, value);
        }
    }

    /// The next value, which stays.
    public Optional<V> peek() {
        try (Scratch scratch = Scratch.of(type.size())) {
            MemorySegment value = scratch.part(0, type.size());
            int error = map.change(fd -> MapCommands.lookup(fd, MemorySegment.NULL, value));
            return found("peek into", error, value);
        }
    }

    private Optional<V> found(String operation, int error, MemorySegment value) {
        if (error == ENOENT) {
            return Optional.empty();
        }
        if (error < 0) {
            throw MapFailures.explain(operation, map, error);
        }
        return Optional.of(new EntryCodec.Single<>(type).decode(value));
    }
}
