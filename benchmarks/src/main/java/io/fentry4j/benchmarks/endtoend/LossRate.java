package io.fentry4j.benchmarks.endtoend;

import io.fentry4j.ListenerThread;
import io.fentry4j.benchmarks.reader.NativeRing;
import io.fentry4j.benchmarks.reader.RingSource;
import io.fentry4j.data.RecordView;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Up to which rate nothing is lost: `LossRate RESULT SECONDS`. A producer in the kernel writes
/// records of the deletion probe at an even rate on CPU 0, into a ring of 1 MiB; the listener,
/// whose events are decoded as the probe's are, and the rest of the JVM have CPU 1.
///
/// The rates rise until some records have not fit. Needs two CPUs.
public final class LossRate {

    private static final long[] RATES = {
        100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000
    };

    private static final int PRODUCER_CPU = 0;
    private static final int CONSUMER_CPU = 1;

    /// @param perSecond the rate that was asked for
    /// @param tried the records that the producer had
    /// @param refused those that did not fit the ring
    /// @param delivered those that the listener got
    /// @param nanos how long the producer took
    record Step(long perSecond, long tried, long refused, long delivered, long nanos) {}

    /// @param recordBytes the size of a record
    record Result(long ringBytes, int recordBytes, List<Step> steps) {}

    private final List<Step> steps = new ArrayList<>();
    private long sum;

    private LossRate() {}

    /// Measures and writes the result.
    public static void main(String[] arguments) throws IOException {
        Path result = Path.of(arguments[0]);
        Duration duration = Duration.ofSeconds(Long.parseLong(arguments[1]));
        new LossRate().run(result, duration);
    }

    private void run(Path result, Duration duration) throws IOException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new IllegalStateException("measure loss: the producer needs a CPU of its own");
        }
        NativeRing.pinProcess(CONSUMER_CPU);
        NativeRing.pinThread(PRODUCER_CPU);
        byte[] record = UnlinkRecords.record("", "a-file-name.txt");
        Function<RecordView, UnlinkEvent> decoder = UnlinkRecords.decoder();
        try (RingSource source = RingSource.open(record, true);
                ListenerThread listener =
                        source.map().listenRaw(view -> take(decoder.apply(view)))) {
            // What is compiled when it is needed first is not what is to be measured.
            source.nativeRing().pace(RATES[0], duration.toNanos(), 0);
            for (long rate : RATES) {
                Step step = step(source, listener, rate, duration.toNanos());
                steps.add(step);
                if (step.refused() > 0) {
                    break;
                }
            }
            Results.write(result, new Result(source.map().maxEntries(), record.length, steps));
        }
    }

    private Step step(RingSource source, ListenerThread listener, long rate, long nanos) {
        listener.flush(Duration.ofSeconds(10));
        long refused = source.refused();
        long delivered = listener.delivered();
        long begin = System.nanoTime();
        long tried = source.nativeRing().pace(rate, nanos, 0);
        long took = System.nanoTime() - begin;
        listener.flush(Duration.ofSeconds(10));
        return new Step(
                rate, tried, source.refused() - refused, listener.delivered() - delivered, took);
    }

    private void take(UnlinkEvent event) {
        sum += event.name().length() + event.ret();
    }

    /// What the listener has added up, so that its work cannot be left out.
    long sum() {
        return sum;
    }
}
