package io.fentry4j.benchmarks.reader;

import io.fentry4j.RingBuffer;
import io.fentry4j.data.RecordView;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkRecords;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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

/// What one event of the deletion probe costs in user space, from the ring to a listener that reads
/// all its fields: the records are of the probe's own layout, the decoder is the probe's.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the setup
public class EventBenchmark {

    private static final int BATCH = 1000;

    /// The absolute path, which is there if the probe was asked to resolve it.
    @Param({"", "/var/lib/application/cache/a-file-name.txt"})
    private String path;

    private RingSource source;
    private RingBuffer ring;
    private long sum;

    @Setup
    public void open(Blackhole listener) {
        source = RingSource.open(UnlinkRecords.record(path, "a-file-name.txt"), false);
        Function<RecordView, UnlinkEvent> decoder = UnlinkRecords.decoder();
        ring = source.map().openRaw(record -> take(decoder.apply(record), listener));
    }

    /// The event escapes, as it does in an application, but into no field of the heap: with G1 that
    /// would cost a memory barrier, which is neither the reader's nor the decoder's.
    private void take(UnlinkEvent event, Blackhole listener) {
        listener.consume(event);
        sum +=
                event.realtimeNanos()
                        + event.kernelNanos()
                        + event.durationNanos()
                        + event.kind().name().length()
                        + event.function().length()
                        + event.pid()
                        + event.tid()
                        + event.parentPid()
                        + event.namespacePid()
                        + event.uid()
                        + event.gid()
                        + event.comm().length()
                        + event.processStartNanos()
                        + event.threadStartNanos()
                        + event.cgroupId()
                        + event.mountNamespace()
                        + event.dirfd()
                        + event.name().length()
                        + event.nameSource().name().length()
                        + event.path().length()
                        + event.pathState().name().length()
                        + event.ret();
    }

    @Setup(Level.Invocation)
    public void fill() {
        source.fill(BATCH);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long read() {
        ring.poll();
        return sum;
    }

    @TearDown
    public void close() {
        ring.close();
        source.close();
    }
}
