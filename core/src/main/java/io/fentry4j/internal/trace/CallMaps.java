package io.fentry4j.internal.trace;

import io.fentry4j.ArrayMap;
import io.fentry4j.BpfHashMap;
import io.fentry4j.BpfMap;
import io.fentry4j.PerCpuArrayMap;
import io.fentry4j.data.ValueType;
import java.util.function.BiConsumer;

/// The maps in which programs have their events ([CallMemory]).
final class CallMaps {

    private CallMaps() {}

    /// Creates them.
    ///
    /// @param name shortened to 15 bytes
    /// @param eventBytes the size of the largest event
    /// @param paired whether events are kept from the entry to the return
    /// @param calls how many are, besides those that have a place
    /// @param opened gets each map, with its name in the programs, as soon as it is there; closes
    ///   it
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    static void create(
            String name,
            int eventBytes,
            boolean paired,
            int calls,
            BiConsumer<String, BpfMap> opened) {
        ValueType<byte[]> event = ValueType.bytes(CallMemory.HEADER + eventBytes);
        opened.accept(CallMemory.PLACES, ArrayMap.create(name, event, CallMemory.PLACE_COUNT));
        opened.accept(CallMemory.SCRATCH, PerCpuArrayMap.create(name, event, 1));
        if (paired) {
            opened.accept(CallMemory.KEPT, BpfHashMap.create(name, ValueType.U64, event, calls));
        }
    }
}
