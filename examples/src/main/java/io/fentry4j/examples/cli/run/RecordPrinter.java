package io.fentry4j.examples.cli.run;

import io.fentry4j.data.RecordView;
import io.fentry4j.examples.cli.LineOutput;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Prints the records of all rings until there have been enough of them, or nobody reads them any
/// more. Thread-safe: each ring has a thread of its own.
final class RecordPrinter {

    private final RecordFormat format;
    private final LineOutput out;
    private final Clock clock;
    private final long limit;
    private final Runnable whenDone;

    private final Lock lock = new ReentrantLock();
    private boolean done;
    private long printed;
    private volatile @Nullable IOException failure;

    /// @param limit the number of records to print
    /// @param whenDone called once, when no further record will be printed
    RecordPrinter(RecordFormat format, LineOutput out, Clock clock, long limit, Runnable whenDone) {
        this.format = format;
        this.out = out;
        this.clock = clock;
        this.limit = limit;
        this.whenDone = whenDone;
    }

    /// Prints a record, which is looked at before this returns.
    void print(Ring ring, RecordView record) {
        lock.lock();
        try {
            if (done) {
                return;
            }
            boolean read = out.print(ring.line(format, clock.instant(), record));
            printed++;
            if (!read || printed == limit) {
                end();
            }
        } catch (IOException e) {
            failure = e;
            end();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        done = true;
        whenDone.run();
    }

    /// Why printing ended early, if it was for another reason than a reader who had enough.
    ///
    /// Takes no lock: a thread that prints may hang in a pipe that nobody empties.
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
