package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.internal.map.ValueQueue;
import java.util.Optional;

/// A map of values without keys, which are pushed and popped.
///
/// @param <V> the Java type of the values
public abstract sealed class QueueStackMap<V> extends BpfMap permits QueueMap, StackMap {

    private final ValueQueue<V> values;

    QueueStackMap(MapHandle handle, ValueType<V> valueType) {
        super(handle);
        values = new ValueQueue<>(handle, valueType);
    }

    /// Adds a value, if there is room.
    ///
    /// @return whether there was
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public boolean push(V value) {
        return values.push(value, false);
    }

    /// Adds a value; if the map is full, the oldest value is dropped.
    ///
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public void pushDroppingOldest(V value) {
        values.push(value, true);
    }

    /// Takes the next value out; empty if there is none.
    ///
    /// @throws MapException if the map is frozen or read-only (EPERM)
    public Optional<V> pop() {
        return values.pop();
    }

    /// The next value, which stays; empty if there is none.
    public Optional<V> peek() {
        return values.peek();
    }
}
