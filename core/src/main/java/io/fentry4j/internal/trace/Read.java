package io.fentry4j.internal.trace;

import java.util.Optional;

/// How a program gets a value into an event.
sealed interface Read {

    /// An integer, a `bool`, an enum or a pointer, kept as 64 bits.
    ///
    /// @param bytes how many are read at the place
    /// @param bits how many of their bits are the value
    /// @param shift how many lower bits are not
    /// @param enumId the enum that it is; 0 if it is none
    record Scalar(Place place, int bytes, boolean signed, int bits, int shift, int enumId)
            implements Read {}

    /// A string.
    ///
    /// @param start where its first byte is
    /// @param capacity the bytes that are kept at most
    /// @param terminated whether the kernel looks for the NUL; else all bytes are copied
    record Text(Place start, int capacity, boolean terminated, AddressSpace space)
            implements Read {}

    /// Bytes as they are.
    record Bytes(Place start, int length, boolean user) implements Read {}

    /// What the call happens in.
    record Context(ContextValue value) implements Read {}

    /// From the entry to the return, in nanoseconds.
    record Elapsed() implements Read {}

    /// The addresses of the functions that are being called, the innermost one's first.
    record Stack(boolean user, int frames) implements Read {}

    /// Where it is read; empty for what is not in memory.
    default Optional<Place> home() {
        return switch (this) {
            case Scalar scalar -> Optional.of(scalar.place);
            case Text text -> Optional.of(text.start);
            case Bytes bytes -> Optional.of(bytes.start);
            case Context _, Stack _, Elapsed _ -> Optional.empty();
        };
    }

    /// Whether there may be no value.
    default boolean mayFail() {
        return switch (this) {
            case Scalar scalar -> scalar.place.mayFail();
            case Text text -> text.start.mayFail() || text.space != AddressSpace.KERNEL;
            case Bytes bytes -> bytes.start.mayFail() || bytes.user;
            case Context _, Elapsed _ -> false;
            case Stack _ -> true;
        };
    }

    /// Whether it is one of the current task's fields.
    default boolean isOfTask() {
        return this instanceof Context(ContextValue value) && value.isOfTask();
    }

    /// The bytes that it takes in an event.
    default int bytesInEvent() {
        return switch (this) {
            case Scalar _, Elapsed _ -> Long.BYTES;
            case Text text -> text.capacity;
            case Bytes bytes -> bytes.length;
            case Stack stack -> stack.frames * Long.BYTES;
            case Context context ->
                    context.value == ContextValue.COMM ? ContextValue.COMM_BYTES : Long.BYTES;
        };
    }
}
