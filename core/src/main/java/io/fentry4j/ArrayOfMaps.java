package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.InnerMaps;
import io.fentry4j.internal.map.MapHandle;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;

/// An array whose values are maps: `BPF_MAP_TYPE_ARRAY_OF_MAPS` (Linux 4.12).
///
/// The C declares it with a map that all inner maps must be like: of the same kind, key size, value
/// size and flags, and an array also of the same number of entries. The kernel keeps an inner map
/// as long as it is in here, also when user space closes it.
public final class ArrayOfMaps extends BpfMap {

    private final InnerMaps<Integer> maps;

    private ArrayOfMaps(MapHandle handle) {
        super(handle);
        maps = new InnerMaps<>(handle, ValueType.S32);
    }

    static MapKind<ArrayOfMaps> kind() {
        return MapKind.of(
                "ArrayOfMaps",
                ValueType.S32,
                ValueType.S32,
                ArrayOfMaps::new,
                MapType.ARRAY_OF_MAPS);
    }

    /// Creates an array of maps that belongs to no object. It has no maps in it at first.
    ///
    /// @param name shortened to 15 bytes
    /// @param like a map as all inner maps will be: it is not put in
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static ArrayOfMaps create(String name, BpfMap like, int maxEntries) {
        return like.handle()
                .with(inner -> kind().create(name, MapType.ARRAY_OF_MAPS, maxEntries, inner));
    }

    /// Opens the array of maps that is pinned at `path`.
    ///
    /// @throws MapException if there is none, or this user may not open it
    public static ArrayOfMaps openPinned(Path path) {
        return kind().openPinned(path);
    }

    /// Puts a map at `index`. Returns when no program uses the one that was there before, which
    /// takes some milliseconds.
    ///
    /// @throws IndexOutOfBoundsException if there is no such index
    /// @throws MapException if `inner` is not like the declared inner map
    public void update(int index, BpfMap inner) {
        maps.update(check(index), inner.handle(), UpdateMode.ANY);
    }

    /// Takes the map at `index` out.
    ///
    /// @return whether there was one
    /// @throws IndexOutOfBoundsException if there is no such index
    public boolean delete(int index) {
        return maps.delete(check(index));
    }

    /// The [BpfMap#id()] of the map at `index`; empty if there is none.
    ///
    /// @throws IndexOutOfBoundsException if there is no such index
    public OptionalInt lookupId(int index) {
        return maps.id(check(index));
    }

    private int check(int index) {
        return (int) Objects.checkIndex((long) index, maxEntries());
    }
}
