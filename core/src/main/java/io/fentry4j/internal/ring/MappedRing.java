package io.fentry4j.internal.ring;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.linux.LibC;
import io.fentry4j.internal.linux.ResourceTracker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/// Reads a BPF ring buffer straight from its mapped pages, without a system call and without
/// garbage.
///
/// The memory belongs to this object until [#close()]. One thread at a time may drain; positions
/// may be asked for by any thread. The reader starts where the last reader of the map stopped.
public final class MappedRing implements AutoCloseable {

    /// How a drain ended.
    public enum State {
        /// All that was there when it began has been handed over.
        DONE,
        /// The budget is used up before the end.
        MORE,
        /// The next record is still being written by its producer: come back a little later.
        BUSY,
        /// Someone wanted it to end.
        INTERRUPTED
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

    /// So many records of one length are handed over with one fence, at most: with a fence for
    /// each, the compiler has to load again all that it knows of the memory. An interruption takes
    /// effect after so many, at the latest.
    private static final int RUN = 128;

    private static final VarHandle INTERRUPTED;

    static {
        try {
            INTERRUPTED =
                    MethodHandles.lookup()
                            .findVarHandle(MappedRing.class, "interrupted", boolean.class);
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
    private final AtomicLong handedOver = new AtomicLong();
    private long position;
    private long busyPosition;
    private volatile long busySince;

    /// Read plainly by the drain, which costs nothing, and is seen after the run at the latest. An
    /// opaque read keeps the compiler from knowing the memory as a fence does.
    private boolean interrupted;

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
        Arena arena = ResourceTracker.sharedArena();
        try {
            return new MappedRing(arena, fd, size);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// Hands over what is there. What comes meanwhile is left for the next drain, so that a drain
    /// ends however fast the producers are.
    ///
    /// @throws IllegalStateException if positions or lengths contradict each other; nothing of such
    ///   a record is read
    public State drain(Handler handler) {
        return drain(handler, producerPosition(), Long.MAX_VALUE);
    }

    /// Hands over what is there before `end`.
    ///
    /// @param end a producers' position
    /// @param budget the bytes after which to stop, with the record that reaches them
    public State drain(Handler handler, long end, long budget) {
        final State state = drainRecords(handler, end, budget);
        noteBusy(state);
        return state;
    }

    private State drainRecords(Handler handler, long end, long budget) {
        final long batch = size / PUBLICATIONS_PER_RING;
        final long stop = end - position > budget ? position + budget : end;
        long published = position;
        checkPositions(position, producerPosition());
        try {
            while (position - stop < 0) {
                final long runEnd = stop - published > batch ? published + batch : stop;
                final State state = drainRun(handler, runEnd, end);
                if (state != State.MORE) {
                    return state;
                }
                if (position - published >= batch) {
                    published = position;
                    RingLayout.positionRelease(consumerPage, published);
                }
            }
            return position - end < 0 ? State.MORE : State.DONE;
        } finally {
            view.release();
            handedOver.setRelease(handedOver.getPlain());
            RingLayout.positionRelease(consumerPage, position);
            // The producer wakes a sleeper only if it sees that the reader had caught up. So the
            // position must be visible before the caller looks again whether it may sleep.
            VarHandle.fullFence();
        }
    }

    /// Hands over the next record, and those that follow it with the same header.
    ///
    /// @param runEnd where to stop, with the record that reaches it
    /// @return `MORE`, or why the drain ends here
    private State drainRun(Handler handler, long runEnd, long end) {
        final long offset = dataOffset + (position & (size - 1));
        final int header = RingLayout.headerAcquire(producerPages, offset);
        if ((header & RingLayout.BUSY) != 0) {
            return State.BUSY;
        }
        final int length = RingLayout.length(header);
        final long space = RingLayout.space(length);
        final long there = end - position;
        if (space > there) {
            throw beyond(length, position, end);
        }
        if (interrupted) {
            return State.INTERRUPTED;
        }
        if ((header & RingLayout.DISCARDED) != 0) {
            position += space;
            return State.MORE;
        }
        final long firstBytes = Math.min(runEnd - position, there - space + 1);
        final int records = sameHeaders(header, offset, space, firstBytes);
        return handOver(handler, records, offset + RingLayout.HEADER_SIZE, length, space);
    }

    /// How many records from `offset` on have this header, the first one included, which has been
    /// looked at. They can be read by this thread then.
    ///
    /// Records of a ring are mostly of one size, and then this goes from one to the next without
    /// waiting for the length to come from memory, as a walk along the lengths has to: the
    /// processor guesses that the loop goes on. From a record to the next it goes by the second
    /// mapping of the data, without going back to the ring's start in between.
    ///
    /// @param bytes only records that begin before so many
    private int sameHeaders(int header, long offset, long space, long bytes) {
        final int most = recordsIn(bytes, space);
        int records = 1;
        long next = offset + space;
        while (records < most && RingLayout.headerPlain(producerPages, next) == header) {
            records++;
            next += space;
        }
        VarHandle.acquireFence();
        return records;
    }

    /// How many records of this space begin before so many bytes, but [#RUN] at most: computed
    /// once, so that the loop over them has one bound. A ring has at most 2 GiB.
    private static int recordsIn(long bytes, long space) {
        if (bytes <= space) {
            return 1;
        }
        return bytes >= RUN * space ? RUN : (int) (bytes - 1) / (int) space + 1;
    }

    private State handOver(Handler handler, int records, long payload, int length, long space) {
        long at = payload;
        long consumer = position;
        long count = handedOver.getPlain();
        for (int i = 0; i < records; i++) {
            if (interrupted) {
                return State.INTERRUPTED;
            }
            consumer += space;
            position = consumer;
            handedOver.setPlain(++count);
            handler.accept(view.wrap(producerPages, at, length));
            at += space;
        }
        return State.MORE;
    }

    private void noteBusy(State state) {
        if (state == State.BUSY) {
            noteBusyAt(position);
        } else if (busySince != 0) {
            busySince = 0;
        }
    }

    /// The positions stand in memory that other processes may have mapped too. False ones would let
    /// a drain go round and round, or read beyond the data.
    private void checkPositions(long consumer, long end) {
        long ahead = end - consumer;
        if (ahead < 0 || ahead > size || ((consumer | end) & (RingLayout.ALIGNMENT - 1)) != 0) {
            throw new IllegalStateException(
                    "read ring buffer: the producers' position %d is not 0 to %d bytes, in steps of %d, ahead of the reader's %d: another reader was at it, or the memory is damaged"
                            .formatted(end, size, RingLayout.ALIGNMENT, consumer));
        }
    }

    private synchronized void noteBusyAt(long record) {
        if (busySince == 0 || busyPosition != record) {
            busyPosition = record;
            busySince = System.nanoTime() | 1; // never 0
        }
    }

    /// Whether the next record is busy now; notes since when. For any thread: a reservation wakes
    /// no reader, so one that sleeps cannot know.
    public boolean lookForBusy() {
        long consumer = RingLayout.positionAcquire(consumerPage);
        if (RingLayout.positionAcquire(producerPages) == consumer
                || (consumer & (RingLayout.ALIGNMENT - 1)) != 0) { // the next drain will complain
            return false;
        }
        int header = RingLayout.headerAcquire(producerPages, dataOffset + (consumer & (size - 1)));
        // If the reader has gone on, that was no header any more.
        if ((header & RingLayout.BUSY) == 0
                || RingLayout.positionAcquire(consumerPage) != consumer) {
            return false;
        }
        noteBusyAt(consumer);
        return true;
    }

    private static IllegalStateException beyond(int length, long consumer, long end) {
        return new IllegalStateException(
                "read ring buffer: a record of %d bytes at position %d goes beyond the producers' position %d"
                        .formatted(length, consumer, end));
    }

    /// Lets a drain that is under way, and each later one, end after the record it is at, until the
    /// interruption is taken back. For any thread.
    public void interrupt(boolean on) {
        INTERRUPTED.setVolatile(this, on);
    }

    /// How far the producers have reserved, in bytes since the map was created.
    public long producerPosition() {
        return RingLayout.positionAcquire(producerPages);
    }

    /// How far the records have been handed over, in bytes since the map was created. For the
    /// draining thread.
    public long position() {
        return position;
    }

    /// The bytes that the producers have reserved and the reader has not given back, headers and
    /// padding included.
    public long availableBytes() {
        // The consumer first: it never gets ahead of a producer position that is read later.
        long consumer = RingLayout.positionAcquire(consumerPage);
        return RingLayout.positionAcquire(producerPages) - consumer;
    }

    /// For how long the same record has been found busy by drains and looks, in nanoseconds; 0 if
    /// the last drain got past it.
    public long busyNanos() {
        long since = busySince;
        return since == 0 ? 0 : Math.max(System.nanoTime() - since, 1);
    }

    /// The records handed over so far, the one that the listener looks at included.
    public long handedOver() {
        return handedOver.getAcquire();
    }

    /// Unmaps the pages. Not while a drain is under way.
    @Override
    public void close() {
        arena.close();
    }
}
