package io.fentry4j.internal.map;

import io.fentry4j.UpdateMode;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.libbpf.MapCommands;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;

/// Changes many entries of a map: in the kernel's batches, or one by one where it has none for this
/// kind of map. Thread-safe.
public final class EntryWriter<K, E> {

    private static final int ENOENT = -2;
    private static final int E2BIG = -7;

    /// In the place of a count: the kernel has no batches for this map.
    private static final int UNSUPPORTED = -1;

    private final EntryTable<K, E> table;
    private final MapHandle map;
    private volatile boolean batchless;

    public EntryWriter(EntryTable<K, E> table) {
        this.table = table;
        this.map = table.map();
    }

    /// Sets many entries, up to the first that the kernel refuses.
    public void update(
            int entries, IntFunction<? extends K> keys, IntFunction<? extends E> values) {
        int done = 0;
        while (done < entries && !batchless) {
            int count = updateBatch(done, Batch.room(table, entries - done), keys, values);
            batchless = count == UNSUPPORTED;
            done += batchless ? 0 : count;
        }
        for (; done < entries; done++) {
            table.update(keys.apply(done), values.apply(done), UpdateMode.ANY);
        }
    }

    /// @return how many were updated: all
    private int updateBatch(
            int first, int count, IntFunction<? extends K> keys, IntFunction<? extends E> values) {
        try (Arena arena = Arena.ofConfined()) {
            var batch = new Batch<>(table, arena, count);
            for (int i = 0; i < count; i++) {
                batch.encode(i, keys.apply(first + i), values.apply(first + i));
            }
            int error =
                    map.change(fd -> {
                        batch.setCount(count);
                        return MapCommands.updateBatch(
                                fd, batch.keys(), batch.values(), batch.countMemory());
                    });
            if (first == 0 && MapFailures.isUnsupported(error)) {
                return UNSUPPORTED;
            }
            if (error < 0) {
                MapException failure = MapFailures.explain("update", map, error);
                throw error == E2BIG
                        ? new MapException(
                                failure.failure().observe("updated", first + batch.count()))
                        : failure;
            }
            return count;
        }
    }

    /// Removes these keys.
    ///
    /// @return how many were there
    public int delete(Collection<? extends K> keys) {
        List<K> all = List.copyOf(keys);
        int deleted = 0;
        int next = 0;
        while (next < all.size() && !batchless) {
            List<K> part = all.subList(next, next + Batch.room(table, all.size() - next));
            int count = deleteBatch(part);
            batchless = count == UNSUPPORTED;
            deleted += batchless ? 0 : count;
            next += batchless ? 0 : part.size();
        }
        for (K key : all.subList(next, all.size())) {
            deleted += table.delete(key) ? 1 : 0;
        }
        return deleted;
    }

    /// @return how many were there
    private int deleteBatch(List<K> part) {
        try (Arena arena = Arena.ofConfined()) {
            var batch = new Batch<>(table, arena, part.size());
            for (int i = 0; i < part.size(); i++) {
                batch.encode(i, part.get(i));
            }
            int next = 0;
            int deleted = 0;
            int refusals = 0;
            while (next < part.size()) {
                MemorySegment left = batch.keys().asSlice((long) next * table.keys().size());
                batch.setCount(part.size() - next);
                int error = map.call(fd -> MapCommands.deleteBatch(fd, left, batch.countMemory()));
                if (next == 0 && MapFailures.isUnsupported(error)) {
                    return UNSUPPORTED;
                }
                refusals = error == MapHandle.EBUSY ? refusals + 1 : 0;
                boolean again = refusals > 0 && refusals < MapHandle.ATTEMPTS;
                if (again) {
                    MapHandle.pause(); // what was done so far counts
                } else if (error < 0 && error != ENOENT) {
                    throw MapFailures.explain("delete from", map, error);
                }
                deleted += batch.count();
                next += batch.count() + (error == ENOENT ? 1 : 0); // past the key that is not there
            }
            return deleted;
        }
    }
}
