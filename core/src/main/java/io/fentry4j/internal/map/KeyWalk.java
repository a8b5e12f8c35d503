package io.fentry4j.internal.map;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;

/// Reads the keys of a map one by one, for maps that the kernel does not read in batches.
///
/// Two things make a single pass over a hash incomplete or long. Where the key to go on from was
/// deleted, the kernel starts again with the first one. And where that key's memory is taken for
/// another key while the kernel stands on it, the kernel goes on behind that one, and has passed
/// over all between (seen on 6.12-rt, where it can be preempted there). So the keys that were met
/// are kept, none is given twice, and there are passes until one meets no key that is new: a key
/// that is there all the time is missed only if it is passed over in two of them, one after the
/// other. When that takes more than [#STEPS_PER_ENTRY] steps for each entry that fits, the walk
/// gives up: keys then come and go faster than they can be read.
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
            int before = 0; // keys that were known when this pass began
            for (long left = maxEntries * STEPS_PER_ENTRY + MORE_STEPS; left > 0; left--) {
                int error = map.read(key, next);
                if (error == 0) {
                    met.add(ByteBuffer.wrap(next.toArray(ValueLayout.JAVA_BYTE)));
                    key = last.copyFrom(next);
                } else if (error != ENOENT) {
                    return new Result(met, error, false);
                } else if (met.size() == before) {
                    return new Result(met, 0, true);
                } else {
                    before = met.size();
                    key = MemorySegment.NULL;
                }
            }
        }
        return new Result(met, 0, false);
    }
}
