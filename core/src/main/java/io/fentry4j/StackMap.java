package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.internal.map.MapShape;
import java.nio.file.Path;

/// A stack, last in, first out: `BPF_MAP_TYPE_STACK` (Linux 4.20).
///
/// @param <V> the Java type of the values
public final class StackMap<V> extends QueueStackMap<V> {

    private StackMap(MapHandle handle, ValueType<V> valueType) {
        super(handle, valueType);
    }

    static <V> MapKind<StackMap<V>> kind(ValueType<V> valueType) {
        return MapKind.of(
                StackMap.class,
                MapShape.NONE,
                valueType,
                handle -> new StackMap<>(handle, valueType),
                MapType.STACK);
    }

    /// Creates a stack that belongs to no object.
    ///
    /// @param name shortened to 15 bytes
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static <V> StackMap<V> create(String name, ValueType<V> valueType, int maxEntries) {
        return kind(valueType).create(name, MapType.STACK, maxEntries);
    }

    /// Opens the stack that is pinned at `path`.
    ///
    /// @throws MapException if there is none, this user may not open it, or its kind or the size of
    ///   its values differs
    public static <V> StackMap<V> openPinned(Path path, ValueType<V> valueType) {
        return kind(valueType).openPinned(path);
    }
}
