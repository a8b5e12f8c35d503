package io.fentry4j.internal.trace;

import io.fentry4j.internal.asm.Origin;
import java.util.Optional;
import java.util.OptionalInt;

/// The place of a value in an event.
final class Slot {

    final Read read;
    final boolean atReturn;
    final Origin origin;

    /// The byte that is 1 if there is no value.
    final int flag;

    private int offset = -1;

    Slot(Read read, boolean atReturn, Origin origin, int flag) {
        this.read = read;
        this.atReturn = atReturn;
        this.origin = origin;
        this.flag = flag;
    }

    void place(int at) {
        offset = at;
    }

    /// The first byte of the value.
    int offset() {
        if (offset < 0) {
            throw new IllegalStateException("the event has no layout yet");
        }
        return offset;
    }

    /// Of which argument's slot in a trampoline's context it is read, or followed from.
    ///
    /// @param result the slot of the return value
    OptionalInt argument(int result) {
        Optional<Place> start = read.home();
        if (start.isPresent() && start.get().root() instanceof Place.Context(int offset, _)) {
            int slot = offset / Long.BYTES;
            return slot < result ? OptionalInt.of(slot) : OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    boolean mayFail() {
        return read.mayFail();
    }
}
