package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.examples.cli.LinePrinter;
import io.fentry4j.examples.cli.Progress;
import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.Aggregation;
import io.fentry4j.trace.AggregationInterval;
import io.fentry4j.trace.TracedFunction;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run in which the kernel counts: attaches to the functions, prints what has been counted in
/// each interval, or at the end, and reports.
///
/// @param interval how often rows are printed; empty for once, at the end
/// @param quiet whether only trouble is told on `err`
record AggregateRun(
        List<String> functions,
        TraceOptions options,
        RowFormat format,
        Optional<Duration> interval,
        LinePrinter printer,
        EndOfRun end,
        PrintWriter err,
        boolean quiet) {

    /// Does it all.
    ///
    /// @param duration after which it ends, if nothing else ends it before
    void run(Optional<Duration> duration) throws IOException, InterruptedException {
        List<Aggregation<AggregateRow>> aggregations = new ArrayList<>();
        try {
            attach(aggregations);
            count(aggregations, duration);
        } finally {
            aggregations.forEach(Aggregation::close);
        }
        Totals totals = Totals.of(aggregations);
        if (!quiet || totals.isIncomplete()) {
            err.println(totals);
        }
        if (printer.failure().isPresent()) {
            throw printer.failure().get();
        }
    }

    private void attach(List<Aggregation<AggregateRow>> aggregations) {
        try (Progress _ = Progress.start("attaching", err)) {
            for (String function : functions) {
                aggregations.add(options.aggregator(function).attach());
            }
        }
        if (!quiet) {
            List<TracedFunction> attached =
                    aggregations.stream()
                            .map(one ->
                                    new TracedFunction(
                                            one.function(), one.mode(), one.whyNotFentry()))
                            .toList();
            Attached.lines(attached, List.of()).forEach(err::println);
        }
    }

    private void count(List<Aggregation<AggregateRow>> aggregations, Optional<Duration> duration)
            throws InterruptedException {
        long began = System.nanoTime();
        boolean ended;
        do {
            Duration gone = Duration.ofNanos(System.nanoTime() - began);
            Optional<Duration> left = duration.map(all -> all.minus(gone));
            ended = await(left);
            if (ended) {
                aggregations.forEach(Aggregation::close);
            }
            aggregations.forEach(one -> print(one.function(), one.take()));
        } while (!ended);
    }

    /// @return whether the run is over, or else only an interval
    private boolean await(Optional<Duration> left) throws InterruptedException {
        if (interval.isPresent()
                && left.filter(rest -> rest.compareTo(interval.get()) <= 0).isEmpty()) {
            return end.await(interval.get());
        }
        if (left.isPresent()) {
            end.await(left.get());
        } else {
            end.await();
        }
        return true;
    }

    private void print(String function, AggregationInterval<AggregateRow> counted) {
        format.lines(function, counted).forEach(line -> printer.print(() -> line));
    }
}
