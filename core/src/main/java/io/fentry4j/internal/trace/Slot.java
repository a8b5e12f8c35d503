package io.fentry4j.internal.trace;

import io.fentry4j.internal.asm.Origin;

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

    boolean mayFail() {
        return read.mayFail();
    }
}
