package io.fentry4j;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.ring.MappedRing;
import io.fentry4j.internal.ring.RingWaiter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// A reader of a ring buffer map, polled by its caller.
///
/// Opened by [RingBufferMap#open]; a map wants one reader at a time. Records are handed to the
/// listener by the thread that polls, in the order in which the kernel reserved them. What the
/// listener throws comes out of the poll; the record counts as read, and the next poll goes on
/// after it. While the listener takes its time the ring fills up; what then does not fit is for the
/// BPF program to count, the kernel does not wait.
///
/// A record that its producer has reserved but not yet submitted holds back those behind it. A poll
/// waits for it in naps of an eighth of the time that it has been busy for, 20 µs to 10 ms: no CPU
/// spins however long it takes, and [#busy()] tells.
///
/// One thread may poll or flush at a time, another waits for it. [#wakeUp()] and [#close()] may be
/// called by any thread, by the listener too. [RingBufferGroup] polls several rings at once.
public final class RingBuffer implements AutoCloseable {

    private final RingReader reader;

    private RingBuffer(
            Function<RingWaiter, RingReader.Source> opener, Consumer<? super RingBuffer> onClose) {
        this.reader = RingReader.open("ring buffer", List.of(opener), () -> onClose.accept(this));
    }

    /// @param opener maps the ring and has it watched
    /// @param onClose told when this reader has been closed
    static RingBuffer open(
            Function<RingWaiter, RingReader.Source> opener, Consumer<? super RingBuffer> onClose) {
        return new RingBuffer(opener, onClose);
    }

    /// How to map the ring buffer map `fd`, which is not kept.
    static RingReader.Source source(
            RingWaiter waiter, int fd, long size, Consumer<? super RecordView> listener) {
        return source(waiter, MappedRing.map(fd, size), fd, listener);
    }

    /// Takes over `ring`.
    ///
    /// @param fd has input when the ring has records; not kept
    static RingReader.Source source(
            RingWaiter waiter, MappedRing ring, int fd, Consumer<? super RecordView> listener) {
        try {
            waiter.watch(fd);
            return new RingReader.Source(ring, listener::accept);
        } catch (RuntimeException e) {
            Closing closing = new Closing();
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
    /// @param timeout waited for in milliseconds, rounded up
    /// @return the number of records handed over
    /// @throws IllegalStateException if this reader was closed before the call
    public int poll(Duration timeout) {
        return reader.poll(timeout);
    }

    /// Hands over all that was reserved before this call, and waits at most `timeout` for producers
    /// that are still writing. What is there is handed over without regard to `timeout`, so
    /// `flush(Duration.ZERO)` is a poll that tells whether it left something behind.
    ///
    /// @return whether all was handed over; `false` if a record was still being written when
    ///   `timeout` was over, or if [#wakeUp()] or [#close()] came
    /// @throws IllegalStateException if this reader was closed before the call
    public boolean flush(Duration timeout) {
        return reader.flush(timeout) == RingReader.Flushed.ALL;
    }

    /// The reader behind this.
    RingReader reader() {
        return reader;
    }

    /// Ends the poll or flush that is under way, after the record it is at, or else the next one.
    public void wakeUp() {
        reader.wakeUp();
    }

    /// The records handed to the listener so far.
    public long delivered() {
        return reader.delivered();
    }

    /// The bytes that wait in the ring, headers, padding and records that are still being written
    /// included; 0 after [#close()].
    public long availableBytes() {
        return reader.availableBytes(0);
    }

    /// How long it is known that the next record was reserved but has not been submitted; zero if
    /// there is no such record. Known since a poll or this method has looked at it first, as a
    /// reservation wakes nobody.
    public Duration busy() {
        return reader.busy(0);
    }

    /// Ends the reader and unmaps the ring; what is still in it stays for the next reader.
    ///
    /// Can be called any number of times. If a poll is under way it is ended first: this waits
    /// until the listener has returned, but not if it is the listener that calls.
    @Override
    public void close() {
        reader.close();
    }
}
