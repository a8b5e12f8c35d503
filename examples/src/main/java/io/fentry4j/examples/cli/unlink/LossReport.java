package io.fentry4j.examples.cli.unlink;

import io.fentry4j.unlink.UnlinkLoss;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Says on standard error when events get lost: at once, but not more often than once a second.
///
/// For the probe's thread. The total at the end has what was lost since the last line.
final class LossReport implements Consumer<UnlinkLoss> {

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final PrintWriter err;
    private final LongSupplier nanoTime;
    private boolean told;
    private long lastTold;
    private long sinceThen;

    /// @param nanoTime such as [System#nanoTime()]
    LossReport(PrintWriter err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
    }

    @Override
    public void accept(UnlinkLoss loss) {
        sinceThen += loss.events();
        long now = nanoTime.getAsLong();
        if (told && now - lastTold < PAUSE_NANOS) {
            return;
        }
        err.println(
                "fentry4j: lost %d events, %d in all: a larger --ring-size or a filter helps"
                        .formatted(sinceThen, loss.total()));
        told = true;
        lastTold = now;
        sinceThen = 0;
    }
}
