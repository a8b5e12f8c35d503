package io.fentry4j.tracelog;

import io.fentry4j.internal.linux.Downcall;
import io.fentry4j.internal.linux.NonBlockingFile;
import io.fentry4j.internal.linux.ResourceTracker;
import io.fentry4j.internal.ring.RingWaiter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the kernel's trace log, which `bpf_printk` writes to: tracefs' `trace_pipe`.
///
/// ```java
/// try (TracePipe pipe = TracePipe.open()) {
///     pipe.poll(Duration.ofSeconds(1), entry -> System.out.println(entry));
/// }
/// ```
///
/// The log is for debugging. There is one for the whole machine: whoever reads a message takes it
/// from all others, and newer kernels (6.12 does) let one process at a time read. It is text: a
/// message that has a line like the beginning of another cannot be told from two. It is closed
/// under `lockdown=confidentiality`. Use a ring buffer for what a program is to rely on.
///
/// One thread at a time polls, others wait for it. [#wakeUp()] and [#close()] are for any thread.
/// Needs root, or a tracefs that is mounted for a group (`gid=`).
public final class TracePipe implements AutoCloseable {

    /// At least what the kernel hands over at once.
    private static final int READ_BYTES = 16 << 10;

    /// After so many reads a poll ends even if there is more.
    private static final int READS_A_POLL = 64;

    private final Path file;
    private final NonBlockingFile source;
    private final RingWaiter waiter;
    private final Arena arena = ResourceTracker.sharedArena();
    private final MemorySegment buffer = arena.allocate(READ_BYTES);
    private final MemorySegment errno = Downcall.allocateErrno(arena);
    private final byte[] bytes = new byte[READ_BYTES];
    private final TraceLogParser parser = new TraceLogParser();
    private final ReentrantLock polling = new ReentrantLock();
    private volatile boolean woken;
    private volatile boolean closed;
    private boolean freed;

    private TracePipe(Path file, NonBlockingFile source, RingWaiter waiter) {
        this.file = file;
        this.source = source;
        this.waiter = waiter;
    }

    /// Opens the log of the running kernel.
    ///
    /// @throws io.fentry4j.failure.PermissionException if tracefs is not open to this user
    /// @throws io.fentry4j.failure.PolicyException if lockdown closes tracefs
    /// @throws io.fentry4j.failure.TraceLogUnavailableException if tracefs is not mounted, or
    ///   another process reads the log
    public static TracePipe open() {
        return TraceLogFiles.running().open();
    }

    static TracePipe open(Path file) {
        NonBlockingFile source = NonBlockingFile.open(file);
        @Nullable RingWaiter waiter = null;
        try {
            waiter = RingWaiter.open();
            waiter.watch(source.descriptor());
            return new TracePipe(file, source, waiter);
        } catch (RuntimeException e) {
            if (waiter != null) {
                waiter.close();
            }
            source.close();
            throw e;
        }
    }

    /// What it reads.
    public Path file() {
        return file;
    }

    /// Hands over what there is, and waits for it if there is nothing.
    ///
    /// @param listener may close this; what it throws ends the poll, and nothing is lost but the
    ///   entry that it was given
    /// @return the number of entries; 0 after the time-out or [#wakeUp()]
    /// @throws IllegalStateException if this is closed
    public int poll(Duration timeout, Consumer<? super TraceEntry> listener) {
        long start = System.nanoTime();
        polling.lock();
        try {
            if (polling.getHoldCount() > 1) {
                throw new IllegalStateException("poll the trace log: its listener cannot poll it");
            }
            if (closed) {
                throw new IllegalStateException("poll the trace log: it is closed");
            }
            return pollFrom(start, nanos(timeout), listener);
        } finally {
            polling.unlock();
            if (closed) {
                freeUnlessPolled();
            }
        }
    }

    private int pollFrom(long start, long timeout, Consumer<? super TraceEntry> listener) {
        boolean slept = false;
        while (true) {
            int count = drain(listener);
            long waited = System.nanoTime() - start;
            if (count > 0 || waited >= timeout || woken) {
                woken = false;
                return count;
            }
            if (slept) { // with the option "block" of tracefs it is always readable
                waiter.nap(waited, timeout - waited);
            }
            waiter.sleep(timeout - waited);
            slept = true;
        }
    }

    private static long nanos(Duration timeout) {
        return timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
                ? timeout.toNanos()
                : Long.MAX_VALUE;
    }

    /// Hands over what there is, or enough for a while.
    private int drain(Consumer<? super TraceEntry> listener) {
        int handedOver = handOver(listener); // what the listener that threw did not get
        for (int reads = 0; reads < READS_A_POLL && !closed; reads++) {
            int count = source.read(errno, buffer);
            if (count == 0) {
                parser.pause();
                return handedOver + handOver(listener);
            }
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
            parser.take(bytes, count);
            handedOver += handOver(listener);
        }
        return handedOver;
    }

    private int handOver(Consumer<? super TraceEntry> listener) {
        int count = 0;
        for (TraceEntry entry = next(); entry != null; entry = next()) {
            listener.accept(entry);
            count++;
        }
        return count;
    }

    private @Nullable TraceEntry next() {
        return closed ? null : parser.next();
    }

    /// Ends the poll that is under way, or else the next one.
    public synchronized void wakeUp() {
        woken = true;
        if (!freed) {
            waiter.wake();
        }
    }

    /// Ends the poll that is under way and closes the log; waits for the poll unless its listener
    /// calls. What is left in the log stays there for others. Any number of times.
    @Override
    public void close() {
        closed = true;
        wakeUp();
        if (!polling.isHeldByCurrentThread()) {
            polling.lock();
            try {
                free();
            } finally {
                polling.unlock();
            }
        }
    }

    /// Whoever polls looks after it has let go of the lock whether this was closed, so one of the
    /// two frees.
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
        try (arena) {
            waiter.close();
        } finally {
            source.close();
        }
    }
}
