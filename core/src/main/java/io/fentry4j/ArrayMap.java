package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.EntryCodec;
import io.fentry4j.internal.map.MapHandle;
import java.nio.file.Path;

/// An array: `BPF_MAP_TYPE_ARRAY` (Linux 3.19).
///
/// @param <V> the Java type of the values
public final class ArrayMap<V> extends IndexedMap<V> {

    private ArrayMap(MapHandle handle, ValueType<V> valueType) {
        super(handle, new EntryCodec.Single<>(valueType));
    }

    static <V> MapKind<ArrayMap<V>> kind(ValueType<V> valueType) {
        return MapKind.of(
                ArrayMap.class,
                ValueType.S32,
                valueType,
                handle -> new ArrayMap<>(handle, valueType),
                MapType.ARRAY);
    }

    /// Creates an array that belongs to no object.
    ///
    /// @param name shortened to 15 bytes
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static <V> ArrayMap<V> create(String name, ValueType<V> valueType, int maxEntries) {
        return kind(valueType).create(name, MapType.ARRAY, maxEntries);
    }

    /// Opens the array that is pinned at `path`.
    ///
    /// @throws MapException if there is none, this user may not open it, or its kind or the size of
    ///   its values differs; with `CAP_SYS_ADMIN` also if the name of their struct does
    public static <V> ArrayMap<V> openPinned(Path path, ValueType<V> valueType) {
        return kind(valueType).openPinned(path);
    }
}
