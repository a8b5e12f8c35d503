package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.InnerMaps;
import io.fentry4j.internal.map.MapHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// A hash table whose values are maps: `BPF_MAP_TYPE_HASH_OF_MAPS` (Linux 4.12).
///
/// The C declares it with a map that all inner maps must be like: of the same kind, key size, value
/// size and flags, and an array also of the same number of entries. The kernel keeps an inner map
/// as long as it is in here, also when user space closes it.
///
/// @param <K> the Java type of the keys
public final class HashOfMaps<K> extends BpfMap {

    private final InnerMaps<K> maps;

    private HashOfMaps(MapHandle handle, ValueType<K> keyType) {
        super(handle);
        maps = new InnerMaps<>(handle, keyType);
    }

    static <K> MapKind<HashOfMaps<K>> kind(ValueType<K> keyType) {
        return MapKind.of(
                "HashOfMaps<" + keyType.name() + ">",
                keyType,
                ValueType.S32,
                handle -> new HashOfMaps<>(handle, keyType),
                MapType.HASH_OF_MAPS);
    }

    /// Opens the hash of maps that is pinned at `path`.
    ///
    /// @throws MapException if there is none, this user may not open it, or the size of its keys
    ///   differs
    public static <K> HashOfMaps<K> openPinned(Path path, ValueType<K> keyType) {
        return kind(keyType).openPinned(path);
    }

    /// Sets the map of `key`. Returns when no program uses the one that was there before, which
    /// takes some milliseconds.
    ///
    /// @throws MapException if this map is full (E2BIG), or `inner` is not like the declared inner
    ///   map (EINVAL)
    public void update(K key, BpfMap inner) {
        maps.update(key, inner.handle(), UpdateMode.ANY);
    }

    /// Sets the map of `key` if `mode` allows.
    ///
    /// @return whether it was set
    /// @throws MapException if this map is full (E2BIG), or `inner` is not like the declared inner
    ///   map (EINVAL)
    public boolean update(K key, BpfMap inner, UpdateMode mode) {
        return maps.update(key, inner.handle(), mode);
    }

    /// Takes the map of `key` out.
    ///
    /// @return whether there was one
    public boolean delete(K key) {
        return maps.delete(key);
    }

    /// The [BpfMap#id()] of the map of `key`; empty if there is none.
    public OptionalInt lookupId(K key) {
        return maps.id(key);
    }

    /// All keys.
    ///
    /// @throws MapException if keys come and go faster than they can be read
    public List<K> keys() {
        return maps.keys();
    }
}
