package io.fentry4j.internal.program;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fentry4j.internal.failure.LoadFailures;
import io.fentry4j.internal.libbpf.LibbpfLog;
import io.fentry4j.internal.libbpf.MapCommands;
import io.fentry4j.internal.libbpf.MapDescriptors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Counters that programs add to: an array map of one entry, so that a program has their address
/// ([io.fentry4j.internal.asm.Instruction#mapValue]) without a lookup.
public final class CounterMap implements AutoCloseable {

    private static final int ARRAY = 2; // BPF_MAP_TYPE_ARRAY

    private final Descriptor map;
    private final int counters;

    private CounterMap(int fd, int counters) {
        this.map = new Descriptor(fd);
        this.counters = counters;
    }

    /// Makes `counters` counters, which are 0.
    ///
    /// @param name up to 15 letters, digits and underscores
    public static CounterMap create(String name, int counters) {
        try (LibbpfLog messages = LibbpfLog.capture()) {
            int fd = MapDescriptors.create(ARRAY, name, Integer.BYTES, counters * Long.BYTES, 1, 0);
            if (fd < 0) {
                throw LoadFailures.explain(
                        "create map '" + name + "'", fd, messages.messages(), List::of);
            }
            return new CounterMap(fd, counters);
        }
    }

    /// The map's descriptor, for programs.
    public int fd() {
        return map.fd();
    }

    /// The value of a counter.
    public long get(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocateFrom(JAVA_INT, 0);
            MemorySegment values = arena.allocate(JAVA_LONG, counters);
            int error = MapCommands.lookup(map.fd(), key, values);
            if (error < 0) {
                throw new AssertionError("an array has all its entries: " + error);
            }
            return values.getAtIndex(JAVA_LONG, index);
        }
    }

    @Override
    public void close() {
        map.close();
    }
}
