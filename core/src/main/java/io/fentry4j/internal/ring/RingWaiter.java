package io.fentry4j.internal.ring;

import io.fentry4j.internal.linux.Downcall;
import io.fentry4j.internal.linux.LibC;
import io.fentry4j.internal.linux.ResourceTracker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What the reader of some rings sleeps on: epoll sets of all their descriptors, and an event
/// counter for those who wake it.
///
/// Two of the sets watch the rings: one is ready as long as a ring has records, the other one once
/// for each time that a producer wakes the reader.
///
/// One thread at a time may sleep. [#wake()] is for any thread, but not after [#close()].
public final class RingWaiter implements AutoCloseable {

    private static final long SHORTEST_NAP = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONGEST_NAP = TimeUnit.MILLISECONDS.toNanos(10);

    /// A nap is this part of the time that the record has been busy for already: so it is noticed
    /// that much too late at most, and a producer that never ends costs a hundred looks a second.
    private static final int NAP_PART = 8;

    private static final int EVENTS = 2;
    private static final long WAKE = 1;
    private static final long RING = 0;

    private final Arena arena = ResourceTracker.sharedArena();
    private final MemorySegment events = LibC.allocateEpollEvents(arena, EVENTS);
    private final MemorySegment errno = Downcall.allocateErrno(arena);
    private int epoll = -1;
    private int wake = -1;
    private int wakeEpoll = -1;
    private int edgeEpoll = -1;

    private RingWaiter() {}

    /// A waiter for no ring yet.
    public static RingWaiter open() {
        RingWaiter waiter = new RingWaiter();
        try {
            waiter.epoll = LibC.epollCreate();
            waiter.wake = LibC.eventfd();
            waiter.wakeEpoll = LibC.epollCreate();
            LibC.epollAdd(waiter.epoll, waiter.wake, WAKE);
            LibC.epollAdd(waiter.wakeEpoll, waiter.wake, WAKE);
            waiter.edgeEpoll = LibC.epollCreate();
            LibC.epollAdd(waiter.edgeEpoll, waiter.wake, WAKE);
            return waiter;
        } catch (RuntimeException e) {
            try {
                waiter.close();
            } catch (RuntimeException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    /// Waits for the ring buffer map `fd` too, which has input when its ring has records, and is
    /// not kept.
    public void watch(int fd) {
        LibC.epollAdd(epoll, fd, RING);
        LibC.epollAddEdge(edgeEpoll, fd, RING);
    }

    /// Sleeps until a ring has records or [#wake()] is called, at most `nanos`, rounded up to
    /// milliseconds. The interrupted state of the thread does not matter.
    public void sleep(long nanos) {
        sleep(epoll, nanos);
    }

    /// Sleeps until a producer wakes this reader or [#wake()] is called, whether there are records
    /// or not, at most `nanos`, rounded up to milliseconds. May end at once for a wake-up that was
    /// before the call.
    public void sleepUntilWoken(long nanos) {
        sleep(edgeEpoll, nanos);
    }

    /// Sleeps a little while the next record of a ring is still being written. The ring counts as
    /// readable meanwhile, so that [#sleep] would return at once, and its producer may even have
    /// been preempted.
    ///
    /// @param busy how long that has been so already, in nanoseconds
    /// @param most the longest to sleep, in nanoseconds
    public void nap(long busy, long most) {
        long nanos = Math.min(Math.clamp(busy / NAP_PART, SHORTEST_NAP, LONGEST_NAP), most);
        if (nanos < TimeUnit.MILLISECONDS.toNanos(1)) {
            LockSupport.parkNanos(nanos);
        } else {
            // Unlike parking this sleeps in a thread that is interrupted too.
            sleep(wakeEpoll, nanos);
        }
    }

    private void sleep(int set, long nanos) {
        int milliseconds = (int) Math.min((nanos + 999_999) / 1_000_000, Integer.MAX_VALUE);
        int count = LibC.epollWait(errno, set, events, EVENTS, milliseconds);
        for (int i = 0; i < count; i++) {
            if (LibC.epollData(events, i) == WAKE) {
                LibC.reset(wake);
            }
        }
    }

    /// Ends the sleep that is under way, or else the next one.
    public void wake() {
        LibC.signal(wake);
    }

    /// Frees everything, whatever fails on the way. Not while a thread sleeps.
    @Override
    public void close() {
        try (arena) {
            closeIfOpen(wakeEpoll);
        } finally {
            try {
                closeIfOpen(edgeEpoll);
            } finally {
                closeIfOpen(wake, epoll);
            }
        }
    }

    private static void closeIfOpen(int first, int second) {
        try {
            closeIfOpen(first);
        } finally {
            closeIfOpen(second);
        }
    }

    private static void closeIfOpen(int fd) {
        if (fd >= 0) {
            LibC.close(fd);
        }
    }
}
