package io.fentry4j;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.linux.Downcall;
import io.fentry4j.internal.linux.LibC;
import io.fentry4j.internal.ring.MappedRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// A reader of a ring buffer map, polled by its caller.
///
/// Opened by [RingBufferMap#open]; a map wants one reader at a time. Records are handed to the
/// listener by the thread that polls, in the order in which the kernel reserved them. What the
/// listener throws comes out of the poll; the record counts as read, and the next poll goes on
/// after it.
///
/// One thread may poll at a time, another waits for it. [#wakeUp()] and [#close()] may be called by
/// any thread, by the listener too.
public final class RingBuffer implements AutoCloseable {

    private static final long SHORTEST_BUSY_WAIT = 20_000;
    private static final long LONGEST_BUSY_WAIT = 1_000_000;

    private final MappedRing ring;
    private final MappedRing.Handler handler;
    private final Waiter waiter;
    private final Consumer<? super RingBuffer> onClose;
    private final ReentrantLock polling = new ReentrantLock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean woken;
    private boolean freed;

    /// What the reader sleeps on: the ring, and an event counter for those who wake it.
    private record Waiter(
            Arena arena, int epoll, int wake, MemorySegment events, MemorySegment errno) {}

    private RingBuffer(
            MappedRing ring,
            Waiter waiter,
            Consumer<? super RecordView> listener,
            Consumer<? super RingBuffer> onClose) {
        this.ring = ring;
        this.waiter = waiter;
        this.handler = listener::accept;
        this.onClose = onClose;
    }

    /// Maps the ring buffer map `fd`, which is not kept.
    ///
    /// @param onClose told when this reader has been closed
    static RingBuffer open(
            int fd,
            long size,
            Consumer<? super RecordView> listener,
            Consumer<? super RingBuffer> onClose) {
        return open(MappedRing.map(fd, size), fd, listener, onClose);
    }

    /// Takes over `ring`.
    ///
    /// @param fd has input when the ring has records; not kept
    static RingBuffer open(
            MappedRing ring,
            int fd,
            Consumer<? super RecordView> listener,
            Consumer<? super RingBuffer> onClose) {
        Arena arena = Arena.ofShared();
        int epoll = -1;
        int wake = -1;
        try {
            epoll = LibC.epollCreate();
            wake = LibC.eventfd();
            LibC.epollAdd(epoll, fd, 0);
            LibC.epollAdd(epoll, wake, 1);
            Waiter waiter =
                    new Waiter(
                            arena,
                            epoll,
                            wake,
                            LibC.allocateEpollEvents(arena, 2),
                            Downcall.allocateErrno(arena));
            return new RingBuffer(ring, waiter, listener, onClose);
        } catch (RuntimeException e) {
            Closing closing = new Closing();
            if (wake >= 0) {
                int fdToClose = wake;
                closing.close(() -> LibC.close(fdToClose));
            }
            if (epoll >= 0) {
                int fdToClose = epoll;
                closing.close(() -> LibC.close(fdToClose));
            }
            closing.close(arena::close);
            closing.close(ring::close);
            throw closing.suppressIn(e);
        }
    }

    /// Hands over what is there, without waiting.
    ///
    /// @return the number of records handed over
    /// @throws IllegalStateException if this reader is closed
    public int poll() {
        return poll(Duration.ZERO);
    }

    /// Hands over what is there, and waits for it if there is nothing: at most `timeout`, and not
    /// longer than until [#wakeUp()] or [#close()]. What comes while records are being handed over
    /// is left for the next poll, so that this ends however fast the producers are.
    ///
    /// @param timeout milliseconds count; the longest that can be waited for is about 24 days
    /// @return the number of records handed over
    /// @throws IllegalStateException if this reader was closed before the call
    public int poll(Duration timeout) {
        return exclusively(() -> drain(System.nanoTime(), timeout.toNanos()));
    }

    /// Hands over all that was reserved before this call, whatever [#wakeUp()] says, and waits for
    /// the producers that are still writing.
    void finish() {
        exclusively(() -> {
            long end = ring.producerPosition();
            long before = ring.handedOver();
            while (ring.position() - end < 0 && !closed.get()) {
                switch (ring.drain(handler)) {
                    case BUSY -> LockSupport.parkNanos(SHORTEST_BUSY_WAIT);
                    case INTERRUPTED -> takeBackWakeUp();
                    case DONE -> {}
                }
            }
            return (int) (ring.handedOver() - before);
        });
    }

    private int exclusively(IntSupplier action) {
        if (polling.isHeldByCurrentThread()) {
            throw new IllegalStateException("poll ring buffer: its listener cannot poll it");
        }
        polling.lock();
        try {
            if (closed.get()) {
                throw new IllegalStateException("poll ring buffer: it is closed");
            }
            return action.getAsInt();
        } finally {
            try {
                if (closed.get()) {
                    free();
                }
            } finally {
                polling.unlock();
            }
        }
    }

    private int drain(long start, long timeout) {
        long before = ring.handedOver();
        long busyWait = SHORTEST_BUSY_WAIT;
        while (true) {
            MappedRing.State state = ring.drain(handler);
            long count = ring.handedOver() - before;
            long left = timeout - (System.nanoTime() - start);
            if (count > 0 || left <= 0 || woken) {
                takeBackWakeUp();
                return (int) Math.min(count, Integer.MAX_VALUE);
            }
            if (state == MappedRing.State.BUSY) {
                // The ring counts as readable while its next record is still being written, so
                // epoll
                // would return at once. Its producer may even have been preempted.
                LockSupport.parkNanos(Math.min(busyWait, left));
                busyWait = Math.min(busyWait * 2, LONGEST_BUSY_WAIT);
            } else {
                sleep(left);
            }
        }
    }

    private synchronized void takeBackWakeUp() {
        woken = false;
        if (!closed.get()) {
            ring.interrupt(false);
        }
    }

    private void sleep(long nanos) {
        int milliseconds = (int) Math.min((nanos + 999_999) / 1_000_000, Integer.MAX_VALUE);
        int events = LibC.epollWait(waiter.errno, waiter.epoll, waiter.events, 2, milliseconds);
        for (int i = 0; i < events; i++) {
            if (LibC.epollData(waiter.events, i) == 1) {
                LibC.reset(waiter.wake);
            }
        }
    }

    /// Ends the poll that is under way, after the record it is at, or else the next one.
    public synchronized void wakeUp() {
        woken = true;
        if (!freed) {
            ring.interrupt(true);
            LibC.signal(waiter.wake);
        }
    }

    /// The records handed to the listener so far.
    public long delivered() {
        return ring.handedOver();
    }

    /// The bytes that wait in the ring, headers and padding included; 0 after [#close()].
    public synchronized long availableBytes() {
        return freed ? 0 : ring.availableBytes();
    }

    /// Ends the reader and unmaps the ring; what is still in it stays for the next reader.
    ///
    /// Can be called any number of times. If a poll is under way it is ended first: this waits
    /// until the listener has returned, but not if it is the listener that calls.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        onClose.accept(this);
        wakeUp();
        if (polling.isHeldByCurrentThread()) {
            return; // the poll that called the listener frees when it ends
        }
        polling.lock();
        try {
            free();
        } finally {
            polling.unlock();
        }
    }

    private synchronized void free() {
        if (freed) {
            return;
        }
        freed = true;
        Closing closing = new Closing();
        closing.close(() -> LibC.close(waiter.epoll));
        closing.close(() -> LibC.close(waiter.wake));
        closing.close(waiter.arena::close);
        closing.close(ring::close);
        closing.throwIfFailed();
    }
}
