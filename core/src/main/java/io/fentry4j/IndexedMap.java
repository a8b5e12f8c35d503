package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.EntryCodec;
import io.fentry4j.internal.map.EntryReader;
import io.fentry4j.internal.map.EntryTable;
import io.fentry4j.internal.map.EntryWriter;
import io.fentry4j.internal.map.MapHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A map whose entries have the indexes from 0 to [#maxEntries()] - 1 and are always there, at
/// first with all bytes zero.
///
/// A value of more than 8 bytes can be read half changed by a program.
///
/// @param <E> what an entry holds: a value, or [PerCpuValues]
public abstract sealed class IndexedMap<E> extends BpfMap permits ArrayMap, PerCpuArrayMap {

    private final EntryTable<Integer, E> table;
    private final EntryReader<Integer, E> reader;
    private final EntryWriter<Integer, E> writer;

    IndexedMap(MapHandle handle, EntryCodec<E> values) {
        super(handle);
        table = new EntryTable<>(handle, ValueType.S32, values);
        reader = new EntryReader<>(table);
        writer = new EntryWriter<>(table);
    }

    /// The value at `index`.
    ///
    /// @throws IndexOutOfBoundsException if there is no such index
    public E lookup(int index) {
        return table.lookup(check(index)).orElseThrow();
    }

    /// Sets the value at `index`.
    ///
    /// @throws IndexOutOfBoundsException if there is no such index
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public void update(int index, E value) {
        table.update(check(index), value, UpdateMode.ANY);
    }

    /// All values, in the order of their indexes: hundreds with one system call.
    ///
    /// Batches require Linux 5.6, for per-CPU arrays 5.13; before, one value is read at a time.
    ///
    /// @throws MapException if the kernel refuses
    public List<E> lookupAll() {
        List<E> values = new ArrayList<>();
        reader.read(false, (index, value) -> values.add(value));
        return values;
    }

    /// Sets the values from index 0 on.
    ///
    /// @throws IndexOutOfBoundsException if there are more values than entries
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public void updateAll(List<? extends E> values) {
        if (!values.isEmpty()) {
            check(values.size() - 1);
            writer.update(values.size(), i -> i, values::get);
        }
    }

    /// Sets all bytes of all values to zero.
    ///
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public void clear() {
        byte[] zeros = new byte[table.valueBytes()];
        var bytes = new EntryCodec.Single<>(ValueType.bytes(zeros.length));
        new EntryWriter<>(new EntryTable<>(handle(), ValueType.S32, bytes))
                .update(Math.toIntExact(maxEntries()), i -> i, i -> zeros);
    }

    private int check(int index) {
        return (int) Objects.checkIndex((long) index, maxEntries());
    }
}
