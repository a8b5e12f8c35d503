package io.fentry4j.benchmarks.reader;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a batch of records costs each reader; divide by `batch` for one record. The ring is filled
/// by C before each batch, so that neither time nor garbage of that is counted.
///
/// Needs the right to load a `SEC("syscall")` program, a C compiler and libbpf-dev; no fentry.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the setup
public class ReaderBenchmark {

    @Param({"none", "libbpf", "upcall", "raw", "typed"})
    private Tier reader;

    @Param({"32", "112", "256", "1024"})
    private int size;

    @Param({"1", "10", "100", "1000"})
    private int batch;

    private RingSource source;
    private Tier.Reader open;

    @Setup
    public void open() {
        source = RingSource.open(Records.ofSize(size), false);
        open = reader.open(source);
    }

    @Setup(Level.Invocation)
    public void fill() {
        if (reader != Tier.none) {
            source.fill(batch);
        }
    }

    @Benchmark
    public int read() {
        return open.read();
    }

    /// Fails if a record was not read, or not from its first byte on.
    @TearDown
    public void close() {
        source.checkSum(open.sum());
        open.close();
        source.close();
    }
}
