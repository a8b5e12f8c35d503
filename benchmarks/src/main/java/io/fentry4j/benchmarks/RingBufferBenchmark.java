package io.fentry4j.benchmarks;

import io.fentry4j.RingBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// What reading one 112-byte record costs, for each tier of the reader; `baseline` is a poll of the
/// empty ring, divided by the same number of records.
///
/// Needs the right to load a `SEC("syscall")` program; no fentry. Each invocation reads a ring that
/// was filled before it, and takes tens of microseconds, which a setup per invocation does not
/// blur.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RingBufferBenchmark {

    private static final int RECORDS = 4000;

    /// A ring with a reader of one tier.
    @State(Scope.Thread)
    public static class EmptyRing {

        /// `raw` reads one field in place; `typed` makes a record with its strings of each.
        @Param({"raw", "typed"})
        private String tier;

        private ProducerBpf bpf;
        private RingBuffer ring;

        @Setup
        public void open(Blackhole blackhole) {
            bpf = ProducerBpf.open().load();
            bpf.wanted().set((long) RECORDS);
            ring =
                    tier.equals("raw")
                            ? bpf.measurements().openRaw(r -> blackhole.consume(r.getLong(0)))
                            : bpf.measurements().open(blackhole::consume);
        }

        @TearDown
        public void close() {
            bpf.close();
        }
    }

    /// The same, filled before each invocation. It extends the other state because JMH gives a
    /// state that depends on another one an instance of its own.
    public static class FilledRing extends EmptyRing {

        @Setup(Level.Invocation)
        public void fill() {
            int written = super.bpf.fill().run();
            if (written != RECORDS) {
                throw new IllegalStateException(
                        "%d of %d records fit the ring, which had %d bytes in it"
                                .formatted(written, RECORDS, super.ring.availableBytes()));
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int baseline(EmptyRing empty) {
        return empty.ring.poll();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int read(FilledRing filled) {
        return ((EmptyRing) filled).ring.poll();
    }
}
