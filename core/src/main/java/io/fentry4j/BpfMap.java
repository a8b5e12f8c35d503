package io.fentry4j;

import io.fentry4j.internal.libbpf.Libbpf;
import java.lang.foreign.MemorySegment;

/// A map that the kernel has created.
///
/// A map belongs to its [BpfObject] and ends with it. Thread-safe.
public abstract sealed class BpfMap permits RingBufferMap, OtherMap {

    private final Handle handle;

    /// What all kinds have in common.
    record Handle(ObjectHandle object, MemorySegment pointer, String name) {}

    BpfMap(Handle handle) {
        this.handle = handle;
    }

    Handle handle() {
        return handle;
    }

    /// The name of the C variable.
    public String name() {
        return handle.name();
    }

    /// The size of a key in bytes; 0 where the kind has no keys.
    public int keySize() {
        return handle.object().use(() -> Libbpf.keySize(handle.pointer())).value();
    }

    /// The size of a value in bytes; 0 where the kind has no values.
    public int valueSize() {
        return handle.object().use(() -> Libbpf.valueSize(handle.pointer())).value();
    }

    /// How many entries fit; the size in bytes of a ring buffer.
    public int maxEntries() {
        return handle.object().use(() -> Libbpf.maxEntries(handle.pointer())).value();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + name() + "]";
    }
}
