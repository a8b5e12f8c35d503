package io.fentry4j.examples.cli.tracepipe;

import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.tracelog.OtherLine;
import io.fentry4j.tracelog.TraceEntry;
import io.fentry4j.tracelog.TraceLine;
import io.fentry4j.tracelog.TraceLoss;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Prints the messages that pass the filter until there have been enough of them, or nobody reads
/// them any more; and tells of losses. For one thread.
final class TraceLogPrinter implements Consumer<TraceEntry> {

    private final TraceFormat format;
    private final TraceFilter filter;
    private final LineOutput out;
    private final PrintWriter err;
    private final long limit;

    private long read;
    private long shown;
    private long lost;
    private boolean lostUncounted;
    private boolean readerGone;
    private @Nullable IOException failure;

    /// @param limit the number of messages to show
    TraceLogPrinter(
            TraceFormat format, TraceFilter filter, LineOutput out, PrintWriter err, long limit) {
        this.format = format;
        this.filter = filter;
        this.out = out;
        this.err = err;
        this.limit = limit;
    }

    /// Prints what stands above the messages.
    void begin() {
        format.header().ifPresent(this::print);
    }

    @Override
    public void accept(TraceEntry entry) {
        if (isDone()) {
            return;
        }
        switch (entry) {
            case TraceLoss loss -> tell(loss);
            case TraceLine line -> {
                read++;
                if (filter.passes(line)) {
                    show(format.line(line));
                }
            }
            case OtherLine line -> {
                read++;
                if (filter.passesWithoutContext() && filter.passes(line.text())) {
                    show(format.line(line));
                }
            }
        }
    }

    private void tell(TraceLoss loss) {
        lost += loss.messages().orElse(0);
        lostUncounted |= loss.messages().isEmpty();
        String count =
                loss.messages().isPresent()
                        ? Long.toString(loss.messages().getAsLong())
                        : "an unknown number of";
        err.println("lost " + count + " messages of CPU " + loss.cpu() + ": its buffer was full");
    }

    private void show(String line) {
        print(line);
        shown++;
    }

    private void print(String line) {
        try {
            readerGone |= !out.print(line);
        } catch (IOException e) {
            failure = e;
        }
    }

    /// Whether no further message will be shown.
    boolean isDone() {
        return shown >= limit || readerGone || failure != null;
    }

    boolean hasLost() {
        return lost > 0 || lostUncounted;
    }

    String summary() {
        return "read %d, shown %d, lost %d%s"
                .formatted(read, shown, lost, lostUncounted ? " and more" : "");
    }

    /// @throws IOException if printing ended for another reason than a reader who had enough
    void failIfNotPrinted() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
