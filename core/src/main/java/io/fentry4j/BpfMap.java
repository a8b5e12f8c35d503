package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.libbpf.MapCommands;
import io.fentry4j.internal.map.MapAccess;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.internal.map.MapPins;
import java.nio.file.Path;

/// A map in the kernel: the memory that programs and user space share.
///
/// Its class says what can be done with it, its type parameters how keys and values are decoded.
/// The map of an object ends with its [BpfObject]. One that was created or opened on its own ends
/// with [#close()], unless a program, another map or a pin keeps it in the kernel.
///
/// Thread-safe: a map can be used by many threads, which do not wait for each other, and closed by
/// any. After the close every use throws [IllegalStateException].
public abstract sealed class BpfMap implements AutoCloseable
        permits KeyedMap,
                IndexedMap,
                QueueStackMap,
                StackTraceMap,
                TaskStorageMap,
                ArrayOfMaps,
                HashOfMaps,
                RingBufferMap,
                OtherMap {

    static {
        MapAccess.set(BpfMap::handle);
    }

    private final MapHandle handle;

    BpfMap(MapHandle handle) {
        this.handle = handle;
    }

    /// Opens the map that is pinned at `path`, with keys and values as bytes.
    ///
    /// The classes of maps have an `openPinned` with types, which are checked.
    ///
    /// @throws MapException if there is no map, or this user may not open it
    public static BpfMap openPinned(Path path) {
        return RawMaps.openPinned(path);
    }

    MapHandle handle() {
        return handle;
    }

    /// The name of the C variable; of a map that was opened on its own, its first 15 bytes.
    public String name() {
        return handle.name();
    }

    /// The kernel's kind of map.
    public MapType type() {
        return handle.type();
    }

    /// The kernel's number for this map: the same in all processes, and never used again.
    public int id() {
        return handle.info().id();
    }

    /// The size of a key in bytes; 0 where the kind has no keys.
    public int keySize() {
        return handle.info().keySize();
    }

    /// The size of a value in bytes; 0 where the kind has no values.
    public int valueSize() {
        return handle.info().valueSize();
    }

    /// How many entries fit; the size in bytes of a ring buffer; 0 where the kind has no limit.
    public long maxEntries() {
        return handle.maxEntries();
    }

    /// Forbids changes by user space, this process included, until the map ends. Programs still
    /// change it.
    ///
    /// Requires Linux 5.2 (`BPF_MAP_FREEZE`).
    ///
    /// @throws MapException if the kernel refuses
    public void freeze() {
        int error = handle.call(MapCommands::freeze);
        if (error < 0) {
            throw new MapException(
                    Failure.of("freeze " + handle, "the kernel refused")
                            .errno(new Errno(-error))
                            .observe("map", handle.description())
                            .advise("do not freeze it while its pages are mapped for writing"));
        }
    }

    /// Gives the map a name in a BPF file system, such as `/sys/fs/bpf/counts`: it then outlives
    /// this process, and others can open it.
    ///
    /// Requires Linux 4.4. The folder must be there; the name cannot have a dot.
    ///
    /// @throws MapException if there is a file of this name, the folder is in no BPF file system,
    ///   or this user may not write to it
    public void pin(Path path) {
        MapPins.pin(handle, path);
    }

    /// Removes a pin of this map.
    ///
    /// @throws MapException if there is none at `path`, or it is one of another map, which then
    ///   stays
    public void unpin(Path path) {
        MapPins.unpin(handle, path);
    }

    /// Ends the use of a map that was created or opened on its own. For a map of a [BpfObject] this
    /// does nothing: the object closes it.
    ///
    /// Can be called any number of times, by any thread; calls that are under way end as usual.
    @Override
    public void close() {
        if (handle.owner().isEmpty()) {
            handle.close();
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + name() + "]";
    }
}
