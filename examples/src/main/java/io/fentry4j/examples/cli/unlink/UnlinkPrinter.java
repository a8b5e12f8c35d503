package io.fentry4j.examples.cli.unlink;

import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.unlink.UnlinkEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Prints events until there have been enough of them, or nobody reads them any more.
///
/// It is called by the probe's thread for the events and by the main thread for the rest.
final class UnlinkPrinter implements Consumer<UnlinkEvent> {

    private final UnlinkFormat format;
    private final LineOutput out;
    private final long limit;
    private final Runnable whenDone;

    private boolean begun;
    private boolean done;
    private long printed;
    private volatile @Nullable IOException failure;

    /// @param limit the number of events to print
    /// @param whenDone called once, when no further event will be printed
    UnlinkPrinter(UnlinkFormat format, LineOutput out, long limit, Runnable whenDone) {
        this.format = format;
        this.out = out;
        this.limit = limit;
        this.whenDone = whenDone;
    }

    /// Prints the header, unless the first event was faster.
    synchronized void begin() {
        if (!begun) {
            begun = true;
            format.header().ifPresent(this::print);
        }
    }

    @Override
    public synchronized void accept(UnlinkEvent event) {
        begin();
        if (done) {
            return;
        }
        print(format.line(event));
        printed++;
        if (printed == limit) {
            end();
        }
    }

    private void print(String line) {
        try {
            if (!out.print(line)) {
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
