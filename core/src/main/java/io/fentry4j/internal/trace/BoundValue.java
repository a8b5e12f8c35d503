package io.fentry4j.internal.trace;

import io.fentry4j.data.BtfValue;
import io.fentry4j.data.KernelString;
import io.fentry4j.data.RecordView;
import io.fentry4j.trace.TracedValue;
import java.util.Optional;
import java.util.function.Function;

/// A value of any type, found in the events of a plan.
///
/// @param slot where it is
/// @param type from its bytes to the value
/// @param bytes how many of the slot's bytes are the value
/// @param text what a pointer says, if it says something
record BoundValue(
        String name,
        String typeName,
        Slot slot,
        Function<RecordView, BtfValue> type,
        int bytes,
        Optional<Slot> text) {

    TracedValue read(RecordView event) {
        return new TracedValue(
                name,
                typeName,
                isThere(event, slot)
                        ? Optional.of(
                                type.apply(RecordView.of(event.getBytes(slot.offset(), bytes))))
                        : Optional.empty(),
                text.filter(string -> isThere(event, string)).map(string -> text(event, string)));
    }

    private static KernelString text(RecordView event, Slot string) {
        return Conversions.string(event, string.offset(), string.read.bytesInEvent());
    }

    private static boolean isThere(RecordView event, Slot slot) {
        return !slot.mayFail() || event.getByte(slot.flag) == 0;
    }
}
