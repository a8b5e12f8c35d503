package io.fentry4j.internal.trace;

import io.fentry4j.internal.asm.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is in an event, and in the memory of a call between its entry and its return.
///
/// ```
///  +----------------------+----------+---------+---------+-----
///  | a byte for each slot | thread   | started | slot    | …
///  | 1: it has no value   | u64      | u64, ns |         |
///  +----------------------+----------+---------+---------+-----
///   filled up to 8 bytes   only in events of calls whose     each begins at a
///                          entry and return are paired       multiple of 8 bytes
/// ```
final class Layout {

    /// A value read at the entry and the same one read at the return differ.
    private record Key(Read read, boolean atReturn) {}

    private final Map<Key, Slot> slots = new LinkedHashMap<>();
    private int thread;
    private int size;

    /// The slot of a value: the same one each time.
    ///
    /// @param origin who wants it, if it is new
    Slot slot(Read read, boolean atReturn, Origin origin) {
        return slots.computeIfAbsent(
                new Key(read, atReturn), key -> new Slot(read, atReturn, origin, slots.size()));
    }

    List<Slot> slots() {
        return List.copyOf(slots.values());
    }

    /// Gives every slot its place.
    ///
    /// @param paired whether entry and return of a call are paired
    void place(boolean paired) {
        thread = align(slots.size());
        int at = thread + (paired ? 2 * Long.BYTES : 0);
        for (Slot slot : slots.values()) {
            slot.place(at);
            at = align(at + slot.read.bytesInEvent());
        }
        size = at;
    }

    private static int align(int bytes) {
        return (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }

    /// The bytes of the flags, filled up.
    int flagBytes() {
        return thread;
    }

    /// Where the thread is that a paired call belongs to.
    int thread() {
        return thread;
    }

    /// Where the time is at which a paired call began.
    int started() {
        return thread + Long.BYTES;
    }

    /// The bytes of an event.
    int size() {
        return size;
    }
}
