package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.examples.cli.LinePrinter;
import io.fentry4j.examples.cli.Progress;
import io.fentry4j.trace.FunctionTrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One run that shows calls: attaches to the functions, waits for the end, detaches, reports.
///
/// @param quiet whether only trouble is told on `err`
record TraceRun(
        List<String> functions,
        TraceOptions options,
        CallFormat format,
        LinePrinter printer,
        EndOfRun end,
        PrintWriter err,
        boolean quiet) {

    /// Does it all.
    ///
    /// @param duration after which it ends, if nothing else ends it before
    void run(Optional<Duration> duration) throws IOException, InterruptedException {
        FunctionTrace trace = attach();
        try (trace) {
            if (!quiet) {
                Attached.lines(trace.functions(), trace.leftOut()).forEach(err::println);
            }
            if (duration.isPresent()) {
                end.await(duration.get());
            } else {
                end.await();
            }
        }
        report(trace);
    }

    private FunctionTrace attach() {
        try (Progress _ = Progress.start("attaching", err)) {
            return options.tracer(functions).attach(call -> printer.print(() -> format.line(call)));
        }
    }

    private void report(FunctionTrace trace) throws IOException {
        Totals totals = Totals.of(trace);
        if (!quiet || totals.isIncomplete()) {
            err.println(totals);
        }
        if (printer.failure().isPresent()) {
            throw printer.failure().get();
        }
        if (trace.listener().firstFailure().isPresent()) {
            throw new IllegalStateException(
                    "a call could not be printed", trace.listener().firstFailure().get());
        }
    }
}
