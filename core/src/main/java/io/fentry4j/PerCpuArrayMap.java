package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.EntryCodec;
import io.fentry4j.internal.map.MapHandle;
import java.nio.file.Path;

/// An array with a value for each CPU: `BPF_MAP_TYPE_PERCPU_ARRAY` (Linux 4.6).
///
/// A program sees the value of the CPU it runs on and needs no atomic operation to count.
///
/// @param <V> the Java type of the value of one CPU
public final class PerCpuArrayMap<V> extends IndexedMap<PerCpuValues<V>> {

    private PerCpuArrayMap(MapHandle handle, ValueType<V> valueType) {
        super(handle, new EntryCodec.PerCpu<>(valueType, PerCpuValues.cpus()));
    }

    static <V> MapKind<PerCpuArrayMap<V>> kind(ValueType<V> valueType) {
        return MapKind.of(
                PerCpuArrayMap.class,
                ValueType.S32,
                valueType,
                handle -> new PerCpuArrayMap<>(handle, valueType),
                MapType.PERCPU_ARRAY);
    }

    /// Creates a per-CPU array that belongs to no object.
    ///
    /// @param name shortened to 15 bytes
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static <V> PerCpuArrayMap<V> create(
            String name, ValueType<V> valueType, int maxEntries) {
        return kind(valueType).create(name, MapType.PERCPU_ARRAY, maxEntries);
    }

    /// Opens the per-CPU array that is pinned at `path`.
    ///
    /// @throws MapException if there is none, this user may not open it, or its kind or the size of
    ///   its values differs; with `CAP_SYS_ADMIN` also if the name of their struct does
    public static <V> PerCpuArrayMap<V> openPinned(Path path, ValueType<V> valueType) {
        return kind(valueType).openPinned(path);
    }
}
