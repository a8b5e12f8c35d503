package io.fentry4j.examples.cli;

import io.fentry4j.examples.cli.text.Screen;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Says on a terminal what is being done, if it takes longer than a second, and for how long so
/// far; afterwards the line is empty again.
public final class Progress implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String what;
    private final PrintWriter err;
    private final BooleanSupplier seen;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;

    private Progress(String what, PrintWriter err, BooleanSupplier seen) {
        this.what = what;
        this.err = err;
        this.seen = seen;
        this.thread = Thread.ofPlatform().daemon().name("fentry4j-progress").unstarted(this::run);
    }

    /// Begins to count the time.
    ///
    /// @param what as in "reading the kernel's types"
    /// @param err standard error, which may be a terminal
    public static Progress start(String what, PrintWriter err) {
        return start(
                what, err, () -> Screen.of(LineOutput.STANDARD_ERROR, System.getenv()).terminal());
    }

    /// @param seen whether a person sees `err`; asked after a second
    static Progress start(String what, PrintWriter err, BooleanSupplier seen) {
        Progress progress = new Progress(what, err, seen);
        progress.thread.start();
        return progress;
    }

    private void run() {
        try {
            if (isDoneAfter(PATIENCE) || !seen.getAsBoolean()) {
                return;
            }
            int length = 0;
            long seconds = PATIENCE.toSeconds();
            do {
                String line = "%s: %d s".formatted(what, seconds++);
                length = line.length();
                err.print("\r" + line);
                err.flush();
            } while (!isDoneAfter(PATIENCE));
            err.print("\r" + " ".repeat(length) + "\r");
            err.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDoneAfter(Duration time) throws InterruptedException {
        return done.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// It is done; returns when the line is empty.
    @Override
    public void close() {
        done.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
