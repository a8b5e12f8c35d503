package io.fentry4j.examples.cli.trace;

import io.fentry4j.ListenerThread;
import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.examples.cli.LinePrinter;
import io.fentry4j.examples.cli.Progress;
import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.trace.FunctionTrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One run: attaches to each function, waits for the end, detaches, reports.
final class TraceRun {

    private final List<String> functions;
    private final TraceOptions options;
    private final CallFormat format;
    private final LinePrinter printer;
    private final EndOfRun end;
    private final PrintWriter err;
    private final boolean quiet;

    /// Youngest first.
    private final Deque<FunctionTrace> traces = new ArrayDeque<>();

    /// @param quiet whether only trouble is told on `err`
    TraceRun(
            List<String> functions,
            TraceOptions options,
            CallFormat format,
            LinePrinter printer,
            EndOfRun end,
            PrintWriter err,
            boolean quiet) {
        this.functions = functions;
        this.options = options;
        this.format = format;
        this.printer = printer;
        this.end = end;
        this.err = err;
        this.quiet = quiet;
    }

    /// Does it all.
    ///
    /// @param duration after which it ends, if nothing else ends it before
    void run(Optional<Duration> duration) throws IOException, InterruptedException {
        try {
            attach();
            if (duration.isPresent()) {
                end.await(duration.get());
            } else {
                end.await();
            }
        } finally {
            traces.forEach(FunctionTrace::close);
        }
        report();
    }

    private void attach() {
        try (Progress _ = Progress.start("attaching", err)) {
            for (String function : functions) {
                traces.push(
                        options.tracer(function)
                                .attach(call -> printer.print(() -> format.line(call))));
            }
        }
        if (!quiet) {
            String names = functions.stream().map(BtfText::safe).collect(Collectors.joining(", "));
            err.println("tracing " + names + "; Ctrl-C ends");
        }
    }

    private void report() throws IOException {
        Totals totals = Totals.of(traces);
        if (!quiet || totals.isIncomplete()) {
            err.println(totals);
        }
        if (printer.failure().isPresent()) {
            throw printer.failure().get();
        }
        for (FunctionTrace trace : traces) {
            ListenerThread listener = trace.listener();
            if (listener.firstFailure().isPresent()) {
                throw new IllegalStateException(
                        "a call could not be printed", listener.firstFailure().get());
            }
        }
    }
}
