package io.fentry4j.examples.cli.unlink;

import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.unlink.UnlinkEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Prints events, or counts them for a summary, until there have been enough of them, or nobody
/// reads them any more.
///
/// It is called by the probe's thread for the events and by the main thread for the rest.
final class UnlinkPrinter implements Consumer<UnlinkEvent> {

    /// What the end waits for the probe's thread, which may hang in a pipe that nobody empties.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final UnlinkFormat format;
    private final LineOutput out;
    private final boolean printsEvents;
    private final Optional<UnlinkTables> tables;
    private final long limit;
    private final Runnable whenDone;

    private final Lock lock = new ReentrantLock();
    private @Nullable List<UnlinkEvent> early = new ArrayList<>();
    private boolean done;
    private boolean readerGone;
    private long taken;
    private volatile @Nullable IOException failure;

    /// @param printsEvents whether each event has a line
    /// @param tables what counts the events, and is printed at the end
    /// @param limit the number of events to take
    /// @param whenDone called once, when no further event will be taken
    UnlinkPrinter(
            UnlinkFormat format,
            LineOutput out,
            boolean printsEvents,
            Optional<UnlinkTables> tables,
            long limit,
            Runnable whenDone) {
        this.format = format;
        this.out = out;
        this.printsEvents = printsEvents;
        this.tables = tables;
        this.limit = limit;
        this.whenDone = whenDone;
    }

    /// Prints the header, and the events that came before what it tells was known.
    void begin(Attachment attachment) {
        lock.lock();
        try {
            List<String> header =
                    printsEvents ? format.header(attachment) : format.tablesHeader(attachment);
            header.forEach(this::print);
            List<UnlinkEvent> waiting = early;
            early = null;
            if (waiting != null) {
                waiting.forEach(this::take);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void accept(UnlinkEvent event) {
        lock.lock();
        try {
            List<UnlinkEvent> waiting = early;
            if (waiting != null) {
                waiting.add(event);
            } else {
                take(event);
            }
        } finally {
            lock.unlock();
        }
    }

    private void take(UnlinkEvent event) {
        if (done) {
            return;
        }
        if (printsEvents) {
            print(format.line(event));
        }
        tables.ifPresent(counts -> counts.add(event));
        taken++;
        if (taken == limit) {
            end();
        }
    }

    /// Prints the summary, if one is wanted and somebody reads it.
    void finish() throws InterruptedException {
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            if (tables.isPresent()) {
                if (printsEvents && format instanceof UnlinkColumns) {
                    print("");
                }
                format.tables(tables.get()).forEach(this::print);
            }
        } finally {
            lock.unlock();
        }
    }

    private void print(String line) {
        if (readerGone || failure != null) {
            return;
        }
        try {
            if (!out.print(line)) {
                readerGone = true;
                end();
            }
        } catch (IOException e) {
            failure = e;
            end();
        }
    }

    private void end() {
        if (!done) {
            done = true;
            whenDone.run();
        }
    }

    /// Why printing ended early, if it was for another reason than a reader who had enough.
    ///
    /// Takes no lock: the thread that prints may hang in a pipe that nobody empties.
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
