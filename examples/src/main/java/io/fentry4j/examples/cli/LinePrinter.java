package io.fentry4j.examples.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Prints lines until there have been enough of them, or nobody reads them any more. Thread-safe:
/// events can come from several threads.
public final class LinePrinter {

    private final LineOutput out;
    private final long limit;
    private final Runnable whenDone;

    private final Lock lock = new ReentrantLock();
    private boolean done;
    private long printed;
    private volatile @Nullable IOException failure;

    /// @param limit the number of lines to print
    /// @param whenDone called once, when no further line will be printed
    public LinePrinter(LineOutput out, long limit, Runnable whenDone) {
        this.out = out;
        this.limit = limit;
        this.whenDone = whenDone;
    }

    /// Prints a line, if there have not been enough of them.
    ///
    /// @param line made before this returns, or not at all
    public void print(Supplier<String> line) {
        lock.lock();
        try {
            if (done) {
                return;
            }
            boolean read = out.print(line.get());
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
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
