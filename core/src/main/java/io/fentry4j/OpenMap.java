package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.libbpf.Libbpf;
import java.lang.foreign.MemorySegment;

/// A map before load: its size can still be chosen.
public final class OpenMap {

    private final OpenBpfObject object;
    private final MemorySegment pointer;
    private final String name;

    OpenMap(OpenBpfObject object, MemorySegment pointer, String name) {
        this.object = object;
        this.pointer = pointer;
        this.name = name;
    }

    /// The name of the C variable.
    public String name() {
        return name;
    }

    /// How many entries it will have; the size in bytes of a ring buffer.
    public int maxEntries() {
        return object.use(() -> Libbpf.maxEntries(pointer)).value();
    }

    /// Sets how many entries it will have; of a ring buffer its size in bytes, which libbpf rounds
    /// up to a power of two and a multiple of the page size.
    ///
    /// @throws IllegalArgumentException if `entries` is not positive
    /// @throws MapException if libbpf refuses
    /// @throws IllegalStateException if the object was loaded or closed
    public OpenMap maxEntries(int entries) {
        if (entries <= 0) {
            throw new IllegalArgumentException(
                    "size map '%s': %d entries, at least 1 is needed".formatted(name, entries));
        }
        var outcome = object.use(() -> Libbpf.setMaxEntries(pointer, entries));
        if (outcome.value() < 0) {
            throw new MapException(
                    Failure.of("size map '" + name + "'", "libbpf refused " + entries + " entries")
                            .errno(new Errno(-outcome.value()))
                            .log(outcome.messages()));
        }
        return this;
    }
}
