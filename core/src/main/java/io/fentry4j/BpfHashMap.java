package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.EntryCodec;
import io.fentry4j.internal.map.MapHandle;
import java.nio.file.Path;

/// A hash table: `BPF_MAP_TYPE_HASH` (Linux 3.19) or `BPF_MAP_TYPE_LRU_HASH` (Linux 4.10).
///
/// A full hash refuses new keys. A full LRU hash drops keys that were not used for long, a little
/// before it is full already: its free entries are spread over the CPUs. Reading from user space
/// does not count as use.
///
/// @param <K> the Java type of the keys
/// @param <V> the Java type of the values
public final class BpfHashMap<K, V> extends KeyedMap<K, V> {

    private BpfHashMap(MapHandle handle, ValueType<K> keyType, ValueType<V> valueType) {
        super(handle, keyType, new EntryCodec.Single<>(valueType));
    }

    static <K, V> MapKind<BpfHashMap<K, V>> kind(ValueType<K> keyType, ValueType<V> valueType) {
        return MapKind.of(
                BpfHashMap.class,
                keyType,
                valueType,
                handle -> new BpfHashMap<>(handle, keyType, valueType),
                MapType.HASH,
                MapType.LRU_HASH);
    }

    /// Creates a hash that belongs to no object.
    ///
    /// @param name shortened to 15 bytes
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static <K, V> BpfHashMap<K, V> create(
            String name, ValueType<K> keyType, ValueType<V> valueType, int maxEntries) {
        return kind(keyType, valueType).create(name, MapType.HASH, maxEntries);
    }

    /// Creates an LRU hash that belongs to no object.
    ///
    /// @param name shortened to 15 bytes
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static <K, V> BpfHashMap<K, V> createLru(
            String name, ValueType<K> keyType, ValueType<V> valueType, int maxEntries) {
        return kind(keyType, valueType).create(name, MapType.LRU_HASH, maxEntries);
    }

    /// Opens the hash that is pinned at `path`.
    ///
    /// @throws MapException if there is none, this user may not open it, or its kind or the sizes
    ///   of its keys and values differ; with `CAP_SYS_ADMIN` also if the names of its structs do
    public static <K, V> BpfHashMap<K, V> openPinned(
            Path path, ValueType<K> keyType, ValueType<V> valueType) {
        return kind(keyType, valueType).openPinned(path);
    }
}
