package io.fentry4j.internal.ring;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.linux.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Reads a BPF ring buffer straight from its mapped pages, without a system call and without
/// garbage.
///
/// The memory belongs to this object until [#close()]. One thread at a time may drain; positions
/// may be asked for by any thread. The reader starts where the last reader of the map stopped.
public final class MappedRing implements AutoCloseable {

    /// What became of a drain.
    public enum State {
        /// Everything that was there has been handed over.
        EMPTY,
        /// The next record is still being written by its producer: come back a little later.
        BUSY,
        /// The limit was reached, or the drain was interrupted.
        MORE
    }

    /// Takes records. What it throws ends the drain; the record counts as handed over.
    @FunctionalInterface
    public interface Handler {
        /// The view is valid until this returns.
        void accept(RecordView record);
    }

    /// The consumer position is given back to the producer at least this often: seldom enough that
    /// the cache line does not bounce for each record, often enough that a slow listener holds back
    /// a sixteenth of the ring at most.
    private static final int PUBLICATIONS_PER_RING = 16;

    private static final VarHandle HANDED_OVER;

    static {
        try {
            HANDED_OVER =
                    MethodHandles.lookup()
                            .findVarHandle(MappedRing.class, "handedOver", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Arena arena;
    private final MemorySegment consumerPage;
    private final MemorySegment producerPages;
    private final long dataOffset;
    private final long size;
    private final RecordView view = new RecordView();
    private long position;
    private volatile boolean interrupted;

    @SuppressWarnings("unused") // written by HANDED_OVER, without the fence of a volatile write
    private long handedOver;

    private MappedRing(Arena arena, int fd, long size) {
        this.arena = arena;
        this.size = size;
        this.dataOffset = LibC.pageSize();
        this.consumerPage = LibC.map(arena, fd, 0, dataOffset, LibC.PROT_READ | LibC.PROT_WRITE);
        this.producerPages = LibC.map(arena, fd, dataOffset, dataOffset + 2 * size, LibC.PROT_READ);
        this.position = RingLayout.positionAcquire(consumerPage);
    }

    /// Maps the ring buffer map `fd`, which is not kept.
    ///
    /// @param size the map's `max_entries`: the bytes of data
    public static MappedRing map(int fd, long size) {
        Arena arena = Arena.ofShared();
        try {
            return new MappedRing(arena, fd, size);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// Hands over what is there, up to `limit` records.
    public State drain(Handler handler, long limit) {
        long consumer = position;
        long published = consumer;
        long count = 0;
        long total = handedOver();
        final long batch = size / PUBLICATIONS_PER_RING;
        try {
            while (true) {
                if (consumer == RingLayout.positionAcquire(producerPages)) {
                    return State.EMPTY;
                }
                final long offset = dataOffset + (consumer & (size - 1));
                final int header = RingLayout.headerAcquire(producerPages, offset);
                if ((header & RingLayout.BUSY) != 0) {
                    return State.BUSY;
                }
                if (count == limit || interrupted) {
                    return State.MORE;
                }
                final int length = RingLayout.length(header);
                checkLength(length, consumer);
                consumer += RingLayout.space(length);
                if ((header & RingLayout.DISCARDED) == 0) {
                    count++;
                    HANDED_OVER.setRelease(this, ++total);
                    view.wrap(producerPages, offset + RingLayout.HEADER_SIZE, length);
                    handler.accept(view);
                }
                if (consumer - published >= batch) {
                    RingLayout.positionRelease(consumerPage, consumer);
                    published = consumer;
                }
            }
        } finally {
            view.release();
            position = consumer;
            RingLayout.positionRelease(consumerPage, consumer);
            // The producer wakes a sleeper only if it sees that the reader had caught up. So the
            // position must be visible before the caller looks again whether it may sleep.
            VarHandle.fullFence();
        }
    }

    private void checkLength(int length, long consumer) {
        if (length > size - RingLayout.HEADER_SIZE) {
            throw new IllegalStateException(
                    "read ring buffer: a record at position %d claims %d bytes, the ring has %d"
                            .formatted(consumer, length, size));
        }
    }

    /// Lets a drain that is under way, and each later one, end after the record it is at, until the
    /// interruption is taken back. For any thread.
    public void interrupt(boolean on) {
        interrupted = on;
    }

    /// The bytes that the producers have reserved and the reader has not given back, headers and
    /// padding included.
    public long availableBytes() {
        return RingLayout.positionAcquire(producerPages) - RingLayout.positionAcquire(consumerPage);
    }

    /// The records handed over so far, the one that the listener looks at included.
    public long handedOver() {
        return (long) HANDED_OVER.getAcquire(this);
    }

    /// Unmaps the pages. Not while a drain is under way.
    @Override
    public void close() {
        arena.close();
    }
}
