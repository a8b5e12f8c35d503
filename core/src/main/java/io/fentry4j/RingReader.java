package io.fentry4j;

import io.fentry4j.internal.ring.MappedRing;
import io.fentry4j.internal.ring.RingWaiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Polls some rings together: what [RingBuffer] and [RingBufferGroup] have in common.
///
/// One thread at a time polls or flushes, others wait for it. The rest is for any thread.
final class RingReader {

    /// How a flush ended.
    enum Flushed {
        /// All has been handed over.
        ALL,
        /// A record that was reserved is still being written.
        BUSY,
        /// Someone woke or closed the reader.
        WOKEN
    }

    /// A ring and who gets its records.
    record Source(MappedRing ring, MappedRing.Handler handler) {}

    /// One ring does not take longer than it takes to hand over this many bytes while others have
    /// records too. A sixteenth of a ring of 1 MiB, so that a turn costs little beside the records.
    private static final long BYTES_A_TURN = 64 * 1024;

    /// The reader whose listener this thread may be in.
    private static final ThreadLocal<@Nullable RingReader> POLLED = new ThreadLocal<>();

    private final String name;
    private final RingWaiter waiter;
    private final Source[] sources;
    private final long[] ends;
    private final Runnable onClose;
    private final ReentrantLock polling = new ReentrantLock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int first;
    private volatile boolean woken;
    private boolean freed;

    private RingReader(String name, RingWaiter waiter, List<Source> sources, Runnable onClose) {
        this.name = name;
        this.waiter = waiter;
        this.sources = sources.toArray(Source[]::new);
        this.ends = new long[this.sources.length];
        this.onClose = onClose;
    }

    /// @param name for messages: "ring buffer"
    /// @param openers each maps its ring and lets the waiter watch it; if one throws, what the
    ///   others have opened is closed
    /// @param onClose told when this has been closed
    static RingReader open(
            String name, List<Function<RingWaiter, Source>> openers, Runnable onClose) {
        RingWaiter waiter = RingWaiter.open();
        List<Source> sources = new ArrayList<>();
        try {
            openers.forEach(opener -> sources.add(opener.apply(waiter)));
            return new RingReader(name, waiter, sources, onClose);
        } catch (RuntimeException e) {
            Closing closing = new Closing();
            closing.close(waiter::close);
            sources.forEach(source -> closing.close(source.ring()::close));
            throw closing.suppressIn(e);
        }
    }

    /// Hands over what is there, and waits for it if there is nothing.
    ///
    /// @return the number of records
    int poll(Duration timeout) {
        long start = System.nanoTime();
        return exclusively(() -> pollFrom(start, nanos(timeout)));
    }

    private int pollFrom(long start, long timeout) {
        long before = delivered();
        while (true) {
            lookForEnds();
            boolean busy = drainAll();
            long count = delivered() - before;
            long left = timeout - (System.nanoTime() - start);
            if (count > 0 || left <= 0 || woken) {
                if (woken) {
                    takeBackWakeUp();
                }
                return (int) Math.min(count, Integer.MAX_VALUE);
            }
            await(busy, left);
        }
    }

    /// Waits until a producer wakes this reader, or someone else does, at most `timeout`; records
    /// that are there do not end it.
    void nap(Duration timeout) {
        exclusively(() -> {
            if (!woken) {
                waiter.sleepUntilWoken(nanos(timeout));
            }
            return 0;
        });
    }

    /// Hands over all that was reserved before this call, and waits for it if it is still being
    /// written.
    Flushed flush(Duration timeout) {
        long start = System.nanoTime();
        return exclusively(() -> {
            lookForEnds();
            return flushToEnds(start, nanos(timeout));
        });
    }

    /// The same for the only ring, up to `end`.
    Flushed flushTo(long end, Duration timeout) {
        long start = System.nanoTime();
        return exclusively(() -> {
            ends[0] = end;
            return flushToEnds(start, nanos(timeout));
        });
    }

    private Flushed flushToEnds(long start, long timeout) {
        while (true) {
            boolean busy = drainAll();
            if (woken || closed.get()) {
                takeBackWakeUp();
                return Flushed.WOKEN;
            }
            if (!busy) {
                return Flushed.ALL;
            }
            long left = timeout - (System.nanoTime() - start);
            if (left <= 0) {
                return Flushed.BUSY;
            }
            await(true, left);
        }
    }

    private void lookForEnds() {
        for (int i = 0; i < sources.length; i++) {
            ends[i] = sources[i].ring().producerPosition();
        }
    }

    /// Hands over what there is in each ring up to its end, in turns.
    ///
    /// @return whether a ring's next record is still being written
    private boolean drainAll() {
        long turn = sources.length == 1 ? Long.MAX_VALUE : BYTES_A_TURN;
        boolean busy = false;
        boolean more;
        @Nullable Throwable failure = null;
        first = (first + 1) % sources.length;
        do {
            more = false;
            for (int n = 0; n < sources.length; n++) {
                int i = (first + n) % sources.length;
                Source source = sources[i];
                try {
                    switch (source.ring().drain(source.handler(), ends[i], turn)) {
                        case MORE -> more = true;
                        case BUSY -> busy = true;
                        case DONE, INTERRUPTED -> {}
                    }
                } catch (RuntimeException | Error e) {
                    ends[i] = source.ring().position(); // the others first
                    failure = add(failure, e);
                }
            }
        } while (more && !woken);
        rethrow(failure);
        return busy;
    }

    private static Throwable add(@Nullable Throwable failure, Throwable next) {
        if (failure == null) {
            return next;
        }
        if (!failure.equals(next)) {
            failure.addSuppressed(next);
        }
        return failure;
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException unchecked -> throw unchecked;
            default -> throw new AssertionError("a listener threw a checked exception", failure);
        }
    }

    private void await(boolean busy, long nanos) {
        if (busy) {
            waiter.nap(busyNanos(), nanos);
        } else {
            waiter.sleep(nanos);
        }
    }

    private <R> R exclusively(Supplier<R> action) {
        if (polling.isHeldByCurrentThread()) {
            throw new IllegalStateException("poll " + name + ": its listener cannot poll it");
        }
        @Nullable RingReader outer = POLLED.get();
        polling.lock();
        POLLED.set(this);
        try {
            if (closed.get()) {
                throw new IllegalStateException("poll " + name + ": it is closed");
            }
            return action.get();
        } finally {
            POLLED.set(outer);
            polling.unlock();
            if (closed.get()) {
                freeUnlessPolled();
            }
        }
    }

    private static long nanos(Duration timeout) {
        return timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
                ? timeout.toNanos()
                : Long.MAX_VALUE;
    }

    private synchronized void takeBackWakeUp() {
        woken = false;
        if (!closed.get()) {
            interruptDrains(false);
        }
    }

    private void interruptDrains(boolean on) {
        for (Source source : sources) {
            source.ring().interrupt(on);
        }
    }

    /// Ends the poll or flush that is under way, after the record it is at, or else the next one.
    synchronized void wakeUp() {
        woken = true;
        if (!freed) {
            interruptDrains(true);
            waiter.wake();
        }
    }

    /// The number of rings.
    int size() {
        return sources.length;
    }

    /// The records handed over so far, of all rings.
    long delivered() {
        long sum = 0;
        for (Source source : sources) {
            sum += source.ring().handedOver();
        }
        return sum;
    }

    /// The same of one ring.
    long delivered(int ring) {
        return sources[ring].ring().handedOver();
    }

    /// The bytes that wait in one ring; 0 after the close.
    synchronized long availableBytes(int ring) {
        return freed ? 0 : sources[ring].ring().availableBytes();
    }

    /// How long the next record of one ring is known to be busy; 0 after the close.
    synchronized Duration busy(int ring) {
        boolean busy = !freed && sources[ring].ring().lookForBusy();
        return busy ? Duration.ofNanos(sources[ring].ring().busyNanos()) : Duration.ZERO;
    }

    private long busyNanos() {
        long least = Long.MAX_VALUE;
        for (Source source : sources) {
            long busy = source.ring().busyNanos();
            if (busy > 0) {
                least = Math.min(least, busy);
            }
        }
        return least;
    }

    /// Where the producers of the only ring are.
    ///
    /// @throws IllegalStateException if this reader is closed
    synchronized long producerPosition() {
        if (freed) {
            throw new IllegalStateException("flush " + name + ": it is closed");
        }
        return sources[0].ring().producerPosition();
    }

    /// Ends the poll that is under way and frees everything, when its listener has returned; waits
    /// for that if it is not a listener that calls, be it this reader's or another's. Any number of
    /// times.
    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        onClose.run();
        wakeUp();
        if (POLLED.get() != null) {
            // Listeners that waited for each other would wait for ever. If this reader is being
            // polled, the poll frees when it ends.
            freeUnlessPolled();
            return;
        }
        polling.lock();
        try {
            free();
        } finally {
            polling.unlock();
        }
    }

    /// Whoever holds the lock looks after it has let go of it whether this reader was closed, so
    /// one of the two frees.
    private void freeUnlessPolled() {
        if (!polling.isHeldByCurrentThread() && polling.tryLock()) {
            try {
                free();
            } finally {
                polling.unlock();
            }
        }
    }

    private synchronized void free() {
        if (freed) {
            return;
        }
        freed = true;
        Closing closing = new Closing();
        closing.close(waiter::close);
        for (Source source : sources) {
            closing.close(source.ring()::close);
        }
        closing.throwIfFailed();
    }
}
