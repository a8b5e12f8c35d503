package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.internal.map.MapShape;
import java.nio.file.Path;

/// A queue, first in, first out: `BPF_MAP_TYPE_QUEUE` (Linux 4.20).
///
/// @param <V> the Java type of the values
public final class QueueMap<V> extends QueueStackMap<V> {

    private QueueMap(MapHandle handle, ValueType<V> valueType) {
        super(handle, valueType);
    }

    static <V> MapKind<QueueMap<V>> kind(ValueType<V> valueType) {
        return MapKind.of(
                QueueMap.class,
                MapShape.NONE,
                valueType,
                handle -> new QueueMap<>(handle, valueType),
                MapType.QUEUE);
    }

    /// Creates a queue that belongs to no object.
    ///
    /// @param name shortened to 15 bytes
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static <V> QueueMap<V> create(String name, ValueType<V> valueType, int maxEntries) {
        return kind(valueType).create(name, MapType.QUEUE, maxEntries);
    }

    /// Opens the queue that is pinned at `path`.
    ///
    /// @throws MapException if there is none, this user may not open it, or its kind or the size of
    ///   its values differs
    public static <V> QueueMap<V> openPinned(Path path, ValueType<V> valueType) {
        return kind(valueType).openPinned(path);
    }
}
