package io.fentry4j.unlink;

import io.fentry4j.BpfHashMap;
import io.fentry4j.UpdateMode;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A set of ids that a running probe's filter works with. A change holds from the next call on; one
/// that is under way stays what it was when it began.
///
/// Thread-safe.
public final class IdSet {

    /// How many ids a set can hold.
    public static final int CAPACITY = 16_384;

    private static final int PRESENT = 1;

    private final BpfHashMap<Long, Integer> map;
    private final @Nullable FewIds few;

    /// @param few a second place for the ids while they are few; null: there is none
    IdSet(BpfHashMap<Long, Integer> map, @Nullable FewIds few) {
        this.map = map;
        this.few = few;
    }

    /// Adds an id.
    ///
    /// @return whether it was not there
    /// @throws io.fentry4j.failure.MapException if the set is full (E2BIG)
    /// @throws IllegalStateException if the probe is closed
    public boolean add(long id) {
        return changing(() -> map.update(id, PRESENT, UpdateMode.CREATE));
    }

    /// Removes an id.
    ///
    /// @return whether it was there
    /// @throws IllegalStateException if the probe is closed
    public boolean remove(long id) {
        return changing(() -> map.delete(id));
    }

    private boolean changing(BooleanSupplier change) {
        if (few == null) {
            return change.getAsBoolean();
        }
        synchronized (few) {
            few.clear();
            try {
                return change.getAsBoolean();
            } finally {
                few.set(map.lookupAll().keySet());
            }
        }
    }

    /// The ids now; while children are followed the kernel changes them too.
    ///
    /// @throws IllegalStateException if the probe is closed
    public Set<Long> values() {
        return map.lookupAll().keySet().stream().collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String toString() {
        return values().toString();
    }
}
