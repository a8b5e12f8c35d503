package io.fentry4j.internal.trace;

import io.fentry4j.internal.asm.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What is in an event, and in the memory of a call between its entry and its return.
///
/// ```
///  +----------+-----+----------------------+----------+---------+-----------+---------+-----
///  | function | key | a byte for each slot | thread   | started | arguments | slot    | …
///  | u64      |     | 1: it has no value   | u64      | u64, ns | u64 each  |         |
///  +----------+-----+----------------------+----------+---------+-----------+---------+-----
///   if there   only   filled up to 8 bytes   only in events of calls whose    each begins at a
///   are many   when                          entry and return are paired      multiple of 8 bytes
///   calls are aggregated: the flags of its slots, and its slots
/// ```
///
/// The key is in one piece, as the table of an aggregation takes it. What follows the NUL of a
/// string is part of it, so it begins with all bytes zero, as the flags do.
///
/// An event for a ring may end with a string of which only the bytes that it has are handed over:
/// its length, a u64, stands before it. Most are short, so that nearly all of the memory that is
/// set apart for one need not be copied.
final class Layout {

    /// A value read at the entry and the same one read at the return differ.
    private record Key(Read read, boolean atReturn) {}

    private final Map<Key, Slot> slots = new LinkedHashMap<>();
    private int keySlots;
    private int keySize;
    private final OptionalInt number;
    private final List<Integer> arguments = new ArrayList<>();
    private boolean paired;
    private int thread;
    private int size;
    private boolean endsWithText;
    private Optional<Slot> tail = Optional.empty();

    /// @param number what the events begin with, if they are those of several functions
    Layout(OptionalInt number) {
        this.number = number;
    }

    /// The slot of a value: the same one each time.
    ///
    /// @param origin who wants it, if it is new
    /// @throws IllegalArgumentException if it cannot be had by a kprobe
    Slot slot(Read read, boolean atReturn, Origin origin) {
        if (read.home().map(Place::root).orElse(null) instanceof Place.Unavailable(String why)) {
            throw new IllegalArgumentException("it " + why);
        }
        return slots.computeIfAbsent(
                new Key(read, atReturn),
                key -> new Slot(read, atReturn, origin, keyEnd() + slots.size() - keySlots));
    }

    /// Makes a key of the slots that there are: before any other slot.
    void endKey() {
        keySlots = slots.size();
        keySize = place(align(keySlots), slots());
    }

    /// The bytes of the key, with which the event begins.
    int keySize() {
        return keySize;
    }

    /// Whether the slot is a part of the key.
    boolean isOfKey(Slot slot) {
        return slots().indexOf(slot) < keySlots;
    }

    List<Slot> slots() {
        return List.copyOf(slots.values());
    }

    /// Lets an event end with a string, if one of the slots is a long one.
    void endWithText() {
        endsWithText = true;
    }

    private boolean canEnd(Slot slot) {
        return endsWithText
                && slot.read instanceof Read.Text text
                && text.terminated()
                && text.capacity() > ShortText.BYTES;
    }

    /// Gives every slot its place.
    ///
    /// @param paired whether entry and return of a call are paired
    /// @param kept the arguments' slots in a trampoline's context that the return needs and does
    ///   not have
    void place(boolean paired, Collection<Integer> kept) {
        this.paired = paired;
        arguments.addAll(kept);
        thread = keyEnd() + align(slots.size() - keySlots);
        int start = thread + (paired ? 2 * Long.BYTES : 0) + kept.size() * Long.BYTES;
        List<Slot> others = new ArrayList<>(slots().subList(keySlots, slots.size()));
        tail =
                others.stream()
                        .filter(this::canEnd)
                        .max(Comparator.comparingInt(slot -> slot.read.bytesInEvent()));
        tail.ifPresent(others::remove);
        int end = place(start, others);
        if (tail.isPresent()) {
            end = place(end + Long.BYTES, List.of(tail.get()));
        }
        size = Math.max(end, Long.BYTES); // the ring buffer takes no event without a byte
    }

    /// The string that an event ends with.
    Optional<Slot> tail() {
        return tail;
    }

    /// Where the bytes of the string at the end are counted, its NUL included; 0 if it is not
    /// there.
    int tailLength() {
        return tail.orElseThrow().offset() - Long.BYTES;
    }

    private static int place(int start, List<Slot> slots) {
        int at = start;
        for (Slot slot : slots) {
            slot.place(at);
            at = align(at + slot.read.bytesInEvent());
        }
        return at;
    }

    private static int align(int bytes) {
        return (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }

    /// What an event begins with, if it does not begin with the key or the flags.
    OptionalInt number() {
        return number;
    }

    /// The bytes before what begins as zeros.
    int header() {
        return number.isPresent() ? Long.BYTES : 0;
    }

    private int keyEnd() {
        return header() + keySize;
    }

    /// The byte after what begins as zeros: the key and the flags, filled up.
    int endOfZeroed() {
        return thread;
    }

    /// Whether entry and return of a call are paired.
    boolean paired() {
        return paired;
    }

    /// Whether it is needed when a paired call began.
    boolean isTimed() {
        return slots.values().stream().anyMatch(slot -> slot.read instanceof Read.Elapsed);
    }

    /// The arguments that are kept from the entry to the return.
    List<Integer> arguments() {
        return List.copyOf(arguments);
    }

    /// Where an argument is that is kept.
    int argument(int slot) {
        int index = arguments.indexOf(slot);
        if (index < 0) {
            throw new IllegalStateException("argument slot " + slot + " is not kept");
        }
        return started() + (index + 1) * Long.BYTES;
    }

    /// Where the thread is that a paired call belongs to.
    int thread() {
        return thread;
    }

    /// Where the time is at which a paired call began.
    int started() {
        return thread + Long.BYTES;
    }

    /// The bytes of an event, with the longest string at its end.
    int size() {
        return size;
    }
}
