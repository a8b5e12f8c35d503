package io.fentry4j.internal.map;

import io.fentry4j.Errno;
import io.fentry4j.UpdateMode;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import java.util.List;
import java.util.OptionalInt;

/// The entries of a map whose values are maps: user space sets them by a descriptor and reads them
/// as an id. Thread-safe.
public final class InnerMaps<K> {

    private final MapHandle map;
    private final EntryTable<K, Integer> table;

    /// The size of `keys` must be that of the map.
    public InnerMaps(MapHandle map, ValueType<K> keys) {
        this.map = map;
        this.table = new EntryTable<>(map, keys, new EntryCodec.Single<>(ValueType.S32));
    }

    /// Puts `inner` in, which the kernel keeps alive as long as it is in.
    ///
    /// @return whether it was set: the mode may forbid it
    public boolean update(K key, MapHandle inner, UpdateMode mode) {
        try {
            return inner.call(fd -> table.update(key, fd, mode) ? 1 : 0) == 1;
        } catch (MapException e) {
            if (e.failure().errno().filter(Errno.EINVAL::equals).isEmpty()) {
                throw e;
            }
            throw new MapException(
                    MapFailures.failure(
                                    "update",
                                    map,
                                    -Errno.EINVAL.number(),
                                    inner + " is not like the inner map that it was declared with")
                            .observe("inner map", inner.description())
                            .observe(
                                    "inner flags", "0x" + Integer.toHexString(inner.info().flags()))
                            .advise(
                                    "give a map of the same kind, key size, value size and flags; an"
                                            + " array also of the same number of entries"));
        }
    }

    public boolean delete(K key) {
        return table.delete(key);
    }

    /// The kernel's id of the map at `key`.
    public OptionalInt id(K key) {
        return table.lookup(key).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    public List<K> keys() {
        return new EntryReader<>(table).keys();
    }
}
