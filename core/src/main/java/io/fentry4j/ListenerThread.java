package io.fentry4j;

import io.fentry4j.internal.linux.LibC;
import io.fentry4j.internal.linux.SystemCallException;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a ring buffer on a daemon thread of its own and calls a listener for each record.
///
/// The listener is called by this one thread only. What it throws, be it an `Error`, is counted
/// ([#failures()]), the first is kept ([#firstFailure()]), and the next record follows: a listener
/// that throws loses no record but its own. A listener that is slow lets the ring fill up
/// ([#availableBytes()]); what then does not fit is for the BPF program to count, the kernel does
/// not wait.
///
/// A record that its producer has reserved but not yet submitted holds back those behind it, as
/// [RingBuffer] says; [#busy()] tells, and neither [#flush] nor [#close()] waits for it longer than
/// it is told to.
///
/// The thread runs with a nice value of -10 where the process may set it (`CAP_SYS_NICE`): it
/// shares the CPUs with the very threads that fill the ring, and what it misses cannot be had
/// again.
///
/// All methods are thread-safe.
public final class ListenerThread implements AutoCloseable {

    private static final Duration FOREVER = Duration.ofDays(20);

    private static final Duration AFTER_NAPS = Duration.ofSeconds(1);

    /// Eight threads that delete without a pause, on two CPUs, fill a ring of 1 MiB faster than one
    /// thread with an equal share of the CPUs empties it while its code is still interpreted (4,451
    /// of 40,000 events lost on Linux 6.1 in QEMU).
    private static final int NICE = -10;

    private final RingBuffer ring;
    private final Thread thread;
    private final ListenerOptions options;
    private final Consumer<? super ListenerThread> onClose;
    private final Consumer<? super Optional<Throwable>> onEnd;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private final ConcurrentLinkedQueue<FlushRequest> flushes = new ConcurrentLinkedQueue<>();
    private boolean napped;
    private volatile boolean discarding;
    private volatile boolean ending;
    private volatile boolean ended;
    private volatile long deadline;

    private <R> ListenerThread(
            String name,
            Function<Consumer<R>, RingBuffer> opener,
            Consumer<? super R> listener,
            ListenerOptions options,
            Consumer<? super ListenerThread> onClose,
            Consumer<? super Optional<Throwable>> onEnd) {
        this.options = options;
        this.onClose = onClose;
        this.onEnd = onEnd;
        this.ring = opener.apply(record -> deliver(listener, record));
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /// Starts the thread.
    ///
    /// @param opener opens the ring for the consumer that it is given
    /// @param onClose told when this has been closed
    static <R> ListenerThread start(
            String name,
            Function<Consumer<R>, RingBuffer> opener,
            Consumer<? super R> listener,
            Consumer<? super ListenerThread> onClose) {
        return start(name, opener, listener, ListenerOptions.DEFAULT, onClose, failure -> {});
    }

    /// Starts the thread.
    ///
    /// @param onEnd told by the thread when it has handed over the last record, and what of the
    ///   ring has ended it if it was not a close
    static <R> ListenerThread start(
            String name,
            Function<Consumer<R>, RingBuffer> opener,
            Consumer<? super R> listener,
            ListenerOptions options,
            Consumer<? super ListenerThread> onClose,
            Consumer<? super Optional<Throwable>> onEnd) {
        ListenerThread started =
                new ListenerThread(name, opener, listener, options, onClose, onEnd);
        started.thread.start();
        return started;
    }

    private void run() {
        favourThisThread();
        Optional<Throwable> failure = Optional.empty();
        try (ring) {
            while (!ending) {
                int records = look(sleep());
                flushAsRequested();
                if (records > 0 && options.naps()) {
                    napWhileRecordsCome();
                }
            }
            // Nothing new comes now; what came before the end is still owed to the listener.
            finish();
            afterBatch();
        } catch (RuntimeException e) {
            // The ring itself cannot be read any more: there is nobody to throw this at.
            failed(e);
            failure = Optional.of(e);
        } finally {
            ended = true;
            flushes.forEach(request -> request.complete(false));
            onEnd.accept(failure);
        }
    }

    /// How long to wait for a record. After naps a record may be there that woke nobody.
    private Duration sleep() {
        tell(ReaderState.SLEEPS);
        Duration most = napped ? AFTER_NAPS : FOREVER;
        napped = false;
        return most;
    }

    private void napWhileRecordsCome() {
        do {
            tell(ReaderState.NAPS);
            ring.reader().nap(options.latency());
            tell(ReaderState.READS);
            napped = true;
            flushAsRequested();
        } while (look(Duration.ZERO) > 0 && !ending);
    }

    private int look(Duration timeout) {
        int records = ring.poll(timeout);
        if (records > 0) {
            afterBatch();
        }
        return records;
    }

    private void tell(ReaderState state) {
        if (options.naps()) {
            options.state().accept(state);
            // Producers must see it before this thread looks at the ring for the last time.
            VarHandle.fullFence();
        }
    }

    private void afterBatch() {
        try {
            options.afterBatch().run();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private static void favourThisThread() {
        try {
            LibC.setNice(NICE);
        } catch (SystemCallException e) {
            // Without CAP_SYS_NICE the thread gets the share of every other one.
            assert e.errno().equals(Errno.EACCES) || e.errno().equals(Errno.EPERM) : e;
        }
    }

    private void flushAsRequested() {
        for (FlushRequest request; !ending && (request = flushes.poll()) != null; ) {
            RingReader.Flushed flushed;
            do {
                flushed = ring.reader().flushTo(request.end(), request.left());
            } while (flushed == RingReader.Flushed.WOKEN && !ending);
            request.complete(flushed == RingReader.Flushed.ALL && !discarding);
        }
    }

    private void finish() {
        long end = ring.reader().producerPosition();
        RingReader.Flushed flushed;
        do { // whatever wakes it
            flushed = ring.reader().flushTo(end, FlushRequest.until(deadline));
        } while (flushed == RingReader.Flushed.WOKEN);
        boolean all = flushed == RingReader.Flushed.ALL && !discarding;
        for (FlushRequest request; (request = flushes.poll()) != null; ) {
            request.complete(all && request.end() - end <= 0);
        }
    }

    private <R> void deliver(Consumer<? super R> listener, R record) {
        if (discarding) {
            discarded.incrementAndGet();
            return;
        }
        try {
            listener.accept(record);
        } catch (Throwable e) { // an Error of the listener must not end the thread either
            failed(e);
        }
    }

    private void failed(Throwable e) {
        failures.incrementAndGet();
        firstFailure.compareAndSet(null, e);
    }

    /// Waits until the listener has seen all that was reserved before this call, at most `timeout`.
    ///
    /// Both a listener that is slow and a producer that is still writing can use that up; the
    /// thread goes on either way.
    ///
    /// @return whether the listener has seen all of it
    /// @throws IllegalStateException if this is closed, or it is the listener that calls
    public boolean flush(Duration timeout) {
        if (Thread.currentThread().equals(thread)) {
            throw new IllegalStateException(
                    "flush ring buffer: its listener cannot wait for itself");
        }
        if (closed.get()) {
            throw new IllegalStateException("flush ring buffer: it is closed");
        }
        FlushRequest request = new FlushRequest(ring.reader().producerPosition(), timeout);
        flushes.add(request);
        ring.wakeUp();
        if (ended) {
            request.complete(false); // the thread may have looked for the last time already
        }
        return request.await();
    }

    /// The records that the listener was called for, and those it threw at.
    public long delivered() {
        return ring.delivered() - discarded.get();
    }

    /// The records that were in the ring when this was closed and could not be handed over any
    /// more.
    public long discarded() {
        return discarded.get();
    }

    /// How often the listener threw; one more if the ring itself could not be read any more, which
    /// ends the thread.
    public long failures() {
        return failures.get();
    }

    /// What was thrown first.
    public Optional<Throwable> firstFailure() {
        return Optional.ofNullable(firstFailure.get());
    }

    /// The bytes that wait in the ring, as [RingBuffer#availableBytes()] says.
    public long availableBytes() {
        return ring.availableBytes();
    }

    /// How long it is known that the next record was reserved but has not been submitted, as
    /// [RingBuffer#busy()] says.
    public Duration busy() {
        return ring.busy();
    }

    /// Ends the thread after the listener has got what is in the ring, at most ten seconds later;
    /// [#close(Duration)] has the details.
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }

    /// Ends the thread after the listener has got what is in the ring.
    ///
    /// When `patience` is over, the rest is counted as [#discarded()] and the listener's thread is
    /// interrupted. A record that is still being written then stays in the ring with those behind
    /// it, for the next reader. A listener that still does not return keeps its thread, which is a
    /// daemon, and the ring's memory until it does; the kernel is not concerned. Called by the
    /// listener itself, it returns at once and the listener is not called again. Only the first
    /// call waits.
    public void close(Duration patience) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        onClose.accept(this);
        boolean ownThread = Thread.currentThread().equals(thread);
        discarding = ownThread;
        deadline = FlushRequest.deadline(ownThread ? Duration.ZERO : patience);
        ending = true;
        ring.wakeUp();
        if (ownThread) {
            return;
        }
        if (!joined(patience)) {
            discarding = true;
            thread.interrupt();
            joined(Duration.ofSeconds(1));
        }
    }

    private boolean joined(Duration patience) {
        try {
            return thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
