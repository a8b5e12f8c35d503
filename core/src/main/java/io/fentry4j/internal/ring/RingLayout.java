package io.fentry4j.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Where things are in the mapped pages of a BPF ring buffer (`kernel/bpf/ringbuf.c`).
///
/// ```
/// map offset 0          +------------------------------+  mapped read-write
///                       | consumer position        u64 |  bytes, ever growing
/// one page              +------------------------------+  mapped read-only
///                       | producer position        u64 |  bytes, ever growing
/// two pages             +------------------------------+
///                       | data, SIZE bytes             |
///                       +------------------------------+
///                       | the same data once more      |  so that no record is ever split
///                       +------------------------------+
///
/// record, 8-aligned     +---------------+--------------+
///                       | length    u32 | page     u32 |  length: bit 31 busy, bit 30 discarded
///                       +---------------+--------------+
///                       | payload, padded to 8 bytes   |
///                       +------------------------------+
/// ```
///
/// The kernel publishes a record by clearing its busy bit with a full barrier and the space for it
/// by a release of the producer position; the reader gives space back by a release of the consumer
/// position.
final class RingLayout {

    /// Set while the producer still writes the record.
    static final int BUSY = 1 << 31;

    /// Set when the producer has dropped the record: its space is skipped.
    static final int DISCARDED = 1 << 30;

    /// The bytes before a record's payload.
    static final int HEADER_SIZE = 8;

    private static final int LENGTH_MASK = DISCARDED - 1;

    /// Records begin at multiples of this.
    static final long ALIGNMENT = 8;

    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle HEADER = ValueLayout.JAVA_INT.varHandle();

    /// Of records that lie one behind the other: they are aligned, and no access has to ask.
    private static final VarHandle NEXT_HEADER = ValueLayout.JAVA_INT_UNALIGNED.varHandle();

    private RingLayout() {}

    /// The payload's size in bytes.
    static int length(int header) {
        return header & LENGTH_MASK;
    }

    /// The space a record takes, with its header and padding.
    static long space(int length) {
        return (length + HEADER_SIZE + ALIGNMENT - 1) & -ALIGNMENT;
    }

    static long positionAcquire(MemorySegment page) {
        return (long) POSITION.getAcquire(page, 0L);
    }

    static void positionRelease(MemorySegment page, long position) {
        POSITION.setRelease(page, 0L, position);
    }

    static int headerPlain(MemorySegment memory, long offset) {
        return (int) NEXT_HEADER.get(memory, offset);
    }

    static int headerAcquire(MemorySegment memory, long offset) {
        return (int) HEADER.getAcquire(memory, offset);
    }
}
