package io.fentry4j.trace;

import io.fentry4j.internal.trace.AggregationAttachment;
import io.fentry4j.internal.trace.TraceCounter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The calls of a function, aggregated in the kernel: while it is open, each call adds to a row.
///
/// Thread-safe.
///
/// @param <R> the rows
public final class Aggregation<R> implements AutoCloseable {

    private final AggregationAttachment<R> attachment;
    private Instant began = Instant.now();

    Aggregation(AggregationAttachment<R> attachment) {
        this.attachment = attachment;
    }

    /// The function, of a module `module:function`.
    public String function() {
        return attachment.function().name();
    }

    /// How the function is attached.
    public Mode mode() {
        return attachment.function().mode();
    }

    /// Why a kprobe was taken that nobody has asked for: see [TracedFunction#whyNotFentry()].
    public Optional<String> whyNotFentry() {
        return attachment.function().whyNotFentry();
    }

    /// What has been counted since the attach, or since the last [#take()] or [#clear()]; the rows
    /// with the most calls first.
    ///
    /// Calls go on meanwhile: rows are not of the same instant, and of a call that is being added a
    /// row can have a part. After the close nothing changes any more.
    public List<R> snapshot() {
        return attachment.snapshot();
    }

    /// Takes what has been counted since the attach, or since the last `take()` or [#clear()]:
    /// counting begins again with an empty table.
    ///
    /// Exact: each call is in one interval, as a whole, and in no other. For that the kernel waits
    /// until the programs that run have ended, which takes some milliseconds. A call is counted
    /// when the program that counts it runs; it is the one at the return if a return value, a
    /// duration or the like is asked for.
    ///
    /// After the close, the first `take()` has what is left.
    ///
    /// If the record's constructor throws, so does this, and the next `take()` tries the same
    /// interval again.
    ///
    /// @throws io.fentry4j.failure.BpfException if there is no memory for another table; then
    ///   nothing is taken
    public synchronized AggregationInterval<R> take() {
        List<R> rows = attachment.take();
        Instant from = began;
        began = Instant.now();
        return new AggregationInterval<>(from, began, rows);
    }

    /// Forgets what has been counted, as [#take()] does.
    ///
    /// @throws io.fentry4j.failure.BpfException if there is no memory for another table; then
    ///   nothing is forgotten
    public synchronized void clear() {
        attachment.clear();
        began = Instant.now();
    }

    /// What is counted in each interval of this length: a [#take()] at the end of each.
    ///
    /// The stream waits for the end of an interval when its next element is asked for. It ends with
    /// a last, shorter interval when another thread closes this, or without one when its own thread
    /// is interrupted, which then stays interrupted. If elements are asked for too late, an
    /// interval is longer, and the next one ends after its length again.
    ///
    /// @throws IllegalArgumentException if the length is not positive
    public Stream<AggregationInterval<R>> intervals(Duration length) {
        if (!length.isPositive()) {
            throw new IllegalArgumentException("intervals of " + length + ": it must be positive");
        }
        return StreamSupport.stream(new Intervals(length.toNanos()), false);
    }

    private final class Intervals extends AbstractSpliterator<AggregationInterval<R>> {

        private final long length;
        private long end;
        private boolean over;

        Intervals(long length) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.length = length;
            this.end = System.nanoTime() + length;
        }

        @Override
        public boolean tryAdvance(Consumer<? super AggregationInterval<R>> action) {
            if (over) {
                return false;
            }
            try {
                over = attachment.awaitClose(Duration.ofNanos(end - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                over = true;
                return false;
            }
            action.accept(take());
            end = Math.max(end, System.nanoTime() - length) + length;
            return true;
        }
    }

    /// What has become of the calls since the attach; after the close, up to it.
    public AggregationCounts counts() {
        return new AggregationCounts(
                attachment.count(TraceCounter.SEEN),
                attachment.count(TraceCounter.FILTERED),
                attachment.count(TraceCounter.LOST),
                attachment.misses());
    }

    /// Lets the kernel call its own test functions, `bpf_fentry_test1` and the like
    /// (`net/bpf/test_run.c`): for tests.
    ///
    /// @throws IllegalStateException if the kernel refuses, or the function is not attached by
    ///   fentry
    public void testRun() {
        int error = attachment.testRun();
        if (error < 0) {
            throw new IllegalStateException("run the kernel's test functions: error " + error);
        }
    }

    /// The instructions of the programs, in the words of the kernel's disassembler.
    public String disassembly() {
        return attachment.text();
    }

    /// Detaches, and keeps what has been counted for [#snapshot()] and [#take()].
    ///
    /// Can be called any number of times, by any thread. The kernel waits until no CPU is inside of
    /// the programs, which takes tens of milliseconds.
    @Override
    public void close() {
        attachment.close();
    }

    @Override
    public String toString() {
        return "Aggregation[" + attachment.function() + "]";
    }
}
