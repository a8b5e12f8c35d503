package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.libbpf.Libbpf;
import io.fentry4j.internal.libbpf.MapCommands;
import io.fentry4j.internal.libbpf.MapDescriptors;
import io.fentry4j.internal.map.MapHandle;
import java.lang.foreign.MemorySegment;

/// A map before load: its size can still be chosen.
public final class OpenMap {

    private static final long MOST_ENTRIES = 0xffff_ffffL; // an unsigned int in the kernel

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

    /// No name in C has the dot that the names of sections have.
    boolean isVariable() {
        return name.indexOf('.') < 0;
    }

    /// The kernel's kind of map.
    public MapType type() {
        return object.use(() -> MapType.of(Libbpf.mapType(pointer))).value();
    }

    /// The size of a key in bytes; 0 where the kind has no keys.
    public int keySize() {
        return object.use(() -> Libbpf.keySize(pointer)).value();
    }

    /// The size of a value in bytes; 0 where the kind has no values.
    public int valueSize() {
        return object.use(() -> Libbpf.valueSize(pointer)).value();
    }

    /// How many entries it will have; the size in bytes of a ring buffer.
    public long maxEntries() {
        return Integer.toUnsignedLong(object.use(() -> Libbpf.maxEntries(pointer)).value());
    }

    /// Sets how many entries it will have; of a ring buffer its size in bytes, which libbpf rounds
    /// up to a power of two and a multiple of the page size.
    ///
    /// @param entries 1 to 4,294,967,295
    /// @throws IllegalArgumentException if `entries` is out of range
    /// @throws MapException if libbpf refuses
    /// @throws IllegalStateException if the object was loaded or closed
    public OpenMap maxEntries(long entries) {
        if (entries <= 0) {
            throw new IllegalArgumentException(
                    "size map '%s': %d entries, at least 1 is needed".formatted(name, entries));
        }
        if (entries > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "size map '%s': %d entries, at most %d are possible"
                            .formatted(name, entries, MOST_ENTRIES));
        }
        var outcome = object.use(() -> Libbpf.setMaxEntries(pointer, (int) entries));
        if (outcome.value() < 0) {
            throw new MapException(
                    Failure.of("size map '" + name + "'", "libbpf refused " + entries + " entries")
                            .errno(new Errno(-outcome.value()))
                            .log(outcome.messages()));
        }
        return this;
    }

    /// Takes a map that is there already in the place of a new one: a pinned one, or one of another
    /// object. Its entries stay, and it keeps its own number of them.
    ///
    /// @throws MapException if `map` is of another kind, or its keys or values have other sizes
    /// @throws IllegalStateException if the object was loaded or closed, or `map` is closed
    public OpenMap reuse(BpfMap map) {
        MapHandle existing = map.handle();
        MapDescriptors.MapInfo info = existing.info();
        String operation = "reuse " + existing + " as '" + name + "'";
        checkSame(operation, "kind", type(), map.type());
        checkSame(operation, "key size", keySize(), info.keySize());
        checkSame(operation, "value size", valueSize(), info.valueSize());
        var outcome = object.use(() -> existing.call(fd -> MapCommands.reuse(pointer, fd)));
        if (outcome.value() < 0) {
            throw new MapException(
                    Failure.of(operation, "libbpf refused")
                            .errno(new Errno(-outcome.value()))
                            .log(outcome.messages()));
        }
        return this;
    }

    /// libbpf would take over any map, and the programs would then work on wrong types.
    private static void checkSame(String operation, String what, Object declared, Object existing) {
        if (!declared.equals(existing)) {
            throw new MapException(
                    Failure.of(operation, "its %s is not the declared one".formatted(what))
                            .observe("declared", declared)
                            .observe("existing", existing)
                            .advise("unpin the old map, or declare the new one like it"));
        }
    }
}
