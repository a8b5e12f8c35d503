package io.fentry4j.internal.map;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;

/// Reads the keys of a map one by one, for maps that the kernel does not read in batches.
///
/// Of a hash the kernel starts again with the first key when the key to go on from was deleted. So
/// the keys that were met are kept: none is given twice, and each that is there from the beginning
/// to the end of the walk is given. When the restarts take more than [#STEPS_PER_ENTRY] steps for
/// each entry that fits, the walk gives up: keys are then deleted faster than they can be read.
final class KeyWalk {

    static final int STEPS_PER_ENTRY = 16;

    private static final long MORE_STEPS = 1024;
    private static final int ENOENT = -2;

    /// `bpf_map_get_next_key` of one map.
    @FunctionalInterface
    interface NextKey {
        /// Copies the key after `key` to `next`: the first one if `key` is the null pointer.
        ///
        /// @return 0, or a negative errno: `-ENOENT` after the last key
        int read(MemorySegment key, MemorySegment next);
    }

    /// How a walk ended.
    ///
    /// @param keys the keys that were met, in the kernel's order
    /// @param error 0, or the negative errno of a step that failed
    /// @param complete false if it gave up
    record Result(Set<ByteBuffer> keys, int error, boolean complete) {}

    private KeyWalk() {}

    static Result walk(int keySize, long maxEntries, NextKey map) {
        Set<ByteBuffer> met = new LinkedHashSet<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment next = arena.allocate(keySize, Long.BYTES);
            MemorySegment last = arena.allocate(keySize, Long.BYTES);
            MemorySegment key = MemorySegment.NULL;
            for (long left = maxEntries * STEPS_PER_ENTRY + MORE_STEPS; left > 0; left--) {
                int error = map.read(key, next);
                if (error < 0) {
                    return new Result(met, error == ENOENT ? 0 : error, error == ENOENT);
                }
                met.add(ByteBuffer.wrap(next.toArray(ValueLayout.JAVA_BYTE)));
                key = last.copyFrom(next);
            }
        }
        return new Result(met, 0, false);
    }
}
