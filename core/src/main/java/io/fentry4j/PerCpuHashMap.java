package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.EntryCodec;
import io.fentry4j.internal.map.MapHandle;
import java.nio.file.Path;

/// A hash table with a value for each CPU: `BPF_MAP_TYPE_PERCPU_HASH` (Linux 4.6) or
/// `BPF_MAP_TYPE_LRU_PERCPU_HASH` (Linux 4.10).
///
/// A program sees the value of the CPU it runs on and needs no atomic operation to count.
///
/// @param <K> the Java type of the keys
/// @param <V> the Java type of the value of one CPU
public final class PerCpuHashMap<K, V> extends KeyedMap<K, PerCpuValues<V>> {

    private PerCpuHashMap(MapHandle handle, ValueType<K> keyType, ValueType<V> valueType) {
        super(handle, keyType, new EntryCodec.PerCpu<>(valueType, PerCpuValues.cpus()));
    }

    static <K, V> MapKind<PerCpuHashMap<K, V>> kind(ValueType<K> keyType, ValueType<V> valueType) {
        return MapKind.of(
                PerCpuHashMap.class,
                keyType,
                valueType,
                handle -> new PerCpuHashMap<>(handle, keyType, valueType),
                MapType.PERCPU_HASH,
                MapType.LRU_PERCPU_HASH);
    }

    /// Creates a per-CPU hash that belongs to no object.
    ///
    /// @param name shortened to 15 bytes
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static <K, V> PerCpuHashMap<K, V> create(
            String name, ValueType<K> keyType, ValueType<V> valueType, int maxEntries) {
        return kind(keyType, valueType).create(name, MapType.PERCPU_HASH, maxEntries);
    }

    /// Opens the per-CPU hash that is pinned at `path`.
    ///
    /// @throws MapException if there is none, this user may not open it, or its kind or the sizes
    ///   of its keys and values differ; with `CAP_SYS_ADMIN` also if the names of its structs do
    public static <K, V> PerCpuHashMap<K, V> openPinned(
            Path path, ValueType<K> keyType, ValueType<V> valueType) {
        return kind(keyType, valueType).openPinned(path);
    }
}
