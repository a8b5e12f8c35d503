package io.fentry4j.internal.map;

import io.fentry4j.data.RecordView;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.libbpf.MapCommands;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Reads all entries of a map: in the kernel's batches, or one by one where it has none for this
/// kind of map. Thread-safe.
///
/// In batches the kernel reads a hash bucket by bucket and never goes back, so a walk ends and
/// gives no key twice, however the map changes meanwhile.
public final class EntryReader<K, E> {

    private static final int ENOENT = -2;
    private static final int ENOSPC = -28;

    private final EntryTable<K, E> table;
    private final MapHandle map;
    private final int room;
    private volatile boolean batchless;

    public EntryReader(EntryTable<K, E> table) {
        this(table, Batch.room(table, table.map().maxEntries()));
    }

    /// @param room how many entries fit into a batch, until a hash bucket has more
    public EntryReader(EntryTable<K, E> table, int room) {
        this.table = table;
        this.map = table.map();
        this.room = room;
    }

    /// Gives each entry to `action`, and removes it before that if `delete`.
    public void read(boolean delete, BiConsumer<? super K, ? super E> action) {
        if (readBatches(delete, batch -> batch.decode(action))) {
            return;
        }
        for (K key : keys()) {
            var value = delete ? table.lookupAndDelete(key) : table.lookup(key);
            value.ifPresent(found -> action.accept(key, found)); // else deleted meanwhile
        }
    }

    /// Removes all entries.
    public void clear() {
        if (!readBatches(true, batch -> {})) {
            keys().forEach(table::delete);
        }
    }

    /// @return false if the kernel has no batches for this map; nothing was read then
    private boolean readBatches(boolean delete, Consumer<Batch<K, E>> action) {
        if (batchless) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            var batch = new Batch<>(table, arena, room);
            // Of a hash the position is a 4-byte number, of other maps a key.
            long positionSize = Math.max(table.keys().size(), Integer.BYTES);
            MemorySegment next = arena.allocate(positionSize, Long.BYTES);
            MemorySegment position = arena.allocate(positionSize, Long.BYTES);
            MemorySegment from = MemorySegment.NULL;
            int refusals = 0;
            while (true) {
                int error = readBatch(delete, batch, from, next);
                if (from.address() == 0 && MapFailures.isUnsupported(error)) {
                    batchless = true;
                    return false;
                }
                if (error == ENOSPC) { // one bucket has more entries than fit
                    batch = new Batch<>(table, arena, Math.multiplyExact(batch.room(), 2));
                    continue;
                }
                refusals = error == MapHandle.EBUSY ? refusals + 1 : 0;
                boolean again = refusals > 0 && refusals < MapHandle.ATTEMPTS;
                if (again) {
                    MapHandle.pause(); // what was done so far counts
                } else if (error < 0 && error != ENOENT) {
                    throw MapFailures.explain(delete ? "clear" : "read all of", map, error);
                }
                action.accept(batch);
                if (error == ENOENT) {
                    return true;
                }
                from = position.copyFrom(next);
            }
        }
    }

    private int readBatch(
            boolean delete, Batch<K, E> batch, MemorySegment from, MemorySegment next) {
        batch.setCount(batch.room());
        MemorySegment keys = batch.keys();
        MemorySegment values = batch.values();
        MemorySegment count = batch.countMemory();
        return map.call(fd ->
                delete
                        ? MapCommands.lookupAndDeleteBatch(fd, from, next, keys, values, count)
                        : MapCommands.lookupBatch(fd, from, next, keys, values, count));
    }

    /// All keys, read one by one.
    public List<K> keys() {
        int size = table.keys().size();
        KeyWalk.Result walk =
                KeyWalk.walk(
                        size,
                        map.maxEntries(),
                        (key, next) -> map.call(fd -> MapCommands.nextKey(fd, key, next)));
        if (walk.error() < 0) {
            throw MapFailures.explain("read all keys of", map, walk.error());
        }
        if (!walk.complete()) {
            throw new MapException(
                    Failure.of(
                                    "read all keys of " + map,
                                    "keys come and go faster than they can be read")
                            .observe("map", map.description())
                            .observe("keys met", walk.keys().size())
                            .advise("read it while fewer entries come and go")
                            .advise("use Linux 5.6 or newer, which reads hashes in batches"));
        }
        List<K> all = new ArrayList<>(walk.keys().size());
        RecordView view = new RecordView();
        for (ByteBuffer key : walk.keys()) {
            all.add(table.keys().decode(view.wrap(MemorySegment.ofBuffer(key), 0, size)));
        }
        return all;
    }
}
