package io.fentry4j.internal.map;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Native memory for the key and the value of one call.
///
/// A thread keeps one small block and uses it again and again, which saves about 70 ns a call. A
/// call inside of a call (a codec that reads another map), a large value, and a virtual thread,
/// which may live for one call only, get a block of their own. What a thread keeps is a segment and
/// no class of this library, so that a thread pool does not hold on to its class loader.
final class Scratch implements AutoCloseable {

    /// What a thread keeps: enough for the values of most maps, little enough for many threads.
    private static final long KEPT = 8192;

    private static final ThreadLocal<@Nullable MemorySegment> BLOCK =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(KEPT, Long.BYTES));

    private final MemorySegment block;
    private final @Nullable Arena own;

    private Scratch(MemorySegment block, @Nullable Arena own) {
        this.block = block;
        this.own = own;
    }

    /// At least `bytes` bytes, with what the last call left in them.
    static Scratch of(long bytes) {
        if (bytes <= KEPT && !Thread.currentThread().isVirtual()) {
            MemorySegment kept = BLOCK.get();
            if (kept != null) {
                BLOCK.set(null);
                return new Scratch(kept, null);
            }
        }
        Arena arena = Arena.ofConfined();
        return new Scratch(arena.allocate(bytes, Long.BYTES), arena);
    }

    /// A part of it, zeroed: a codec may leave padding out.
    MemorySegment zeroed(long offset, long bytes) {
        return part(offset, bytes).fill((byte) 0);
    }

    MemorySegment part(long offset, long bytes) {
        return block.asSlice(offset, bytes);
    }

    @Override
    public void close() {
        if (own == null) {
            BLOCK.set(block);
        } else {
            own.close();
        }
    }
}
