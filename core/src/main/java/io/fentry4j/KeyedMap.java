package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.EntryCodec;
import io.fentry4j.internal.map.EntryReader;
import io.fentry4j.internal.map.EntryTable;
import io.fentry4j.internal.map.EntryWriter;
import io.fentry4j.internal.map.MapHandle;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// A map whose entries come and go by their keys.
///
/// Programs and other processes may change it at any time. What reads many entries ([#forEach],
/// [#lookupAll()], [#lookupAndDeleteAll()], [#clear()]) always ends: it meets each entry that is
/// there all the time exactly once, and one that comes or goes meanwhile once or not at all. It
/// reads in batches, with one system call for hundreds of entries; below Linux 5.6, which has no
/// batches, key by key, and throws a [MapException] if entries come and go faster than that.
///
/// A value of more than 8 bytes that a program changes in place can be read half changed.
///
/// @param <K> the Java type of the keys
/// @param <E> what an entry holds: a value, or [PerCpuValues]
public abstract sealed class KeyedMap<K, E> extends BpfMap permits BpfHashMap, PerCpuHashMap {

    private final EntryTable<K, E> table;
    private final EntryReader<K, E> reader;
    private final EntryWriter<K, E> writer;

    KeyedMap(MapHandle handle, ValueType<K> keyType, EntryCodec<E> values) {
        super(handle);
        table = new EntryTable<>(handle, keyType, values);
        reader = new EntryReader<>(table);
        writer = new EntryWriter<>(table);
    }

    /// The value of `key`; empty if the key is not there.
    public Optional<E> lookup(K key) {
        return table.lookup(key);
    }

    /// Sets the value of `key`, whether it is there or not.
    ///
    /// @throws MapException if the map is full (E2BIG), frozen or read-only (EPERM)
    public void update(K key, E value) {
        table.update(key, value, UpdateMode.ANY);
    }

    /// Sets the value of `key` if `mode` allows.
    ///
    /// @return whether it was set: false if the key was there with [UpdateMode#CREATE], or was not
    ///   with [UpdateMode#REPLACE]
    /// @throws MapException if the map is full (E2BIG), frozen or read-only (EPERM)
    public boolean update(K key, E value, UpdateMode mode) {
        return table.update(key, value, mode);
    }

    /// Removes `key`.
    ///
    /// @return whether it was there
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public boolean delete(K key) {
        return table.delete(key);
    }

    /// Removes `key` and says which value it had; empty if the key was not there.
    ///
    /// One step since Linux 5.14 (kernel commit 3e87f192b405). Before, it is a lookup and then a
    /// deletion: no value is handed out twice, but an update between the two is lost.
    ///
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public Optional<E> lookupAndDelete(K key) {
        return table.lookupAndDelete(key);
    }

    /// Calls `action` with each entry. It may change the map.
    ///
    /// @throws MapException if the kernel refuses
    public void forEach(BiConsumer<? super K, ? super E> action) {
        reader.read(false, action);
    }

    /// All entries, in the kernel's order. For keys that are arrays use [#forEach]: Java's arrays
    /// have no equality.
    ///
    /// @throws MapException if the kernel refuses
    public Map<K, E> lookupAll() {
        Map<K, E> entries = new LinkedHashMap<>();
        reader.read(false, entries::put);
        return entries;
    }

    /// Sets many entries, in the order of `entries`; if one is refused, those before it are set.
    ///
    /// @throws MapException if the map gets full (E2BIG), is frozen or read-only (EPERM)
    public void updateAll(Map<? extends K, ? extends E> entries) {
        List<Map.Entry<? extends K, ? extends E>> all = List.copyOf(entries.entrySet());
        writer.update(all.size(), i -> all.get(i).getKey(), i -> all.get(i).getValue());
    }

    /// Removes many keys.
    ///
    /// @return how many of them were there
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public int deleteAll(Collection<? extends K> keys) {
        return writer.delete(keys);
    }

    /// Takes all entries out: each is removed and read in one step since Linux 5.6. For keys that
    /// are arrays use [#forEach] and [#lookupAndDelete].
    ///
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public Map<K, E> lookupAndDeleteAll() {
        Map<K, E> entries = new LinkedHashMap<>();
        reader.read(true, entries::put);
        return entries;
    }

    /// Removes all entries; those that come meanwhile may stay.
    ///
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public void clear() {
        reader.clear();
    }
}
