package io.fentry4j.benchmarks.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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

/// What an empty program of each kind costs: a driver in the kernel loops over a function or a
/// tracepoint, so that no system call is in the figure.
///
/// Subtract the base; for tracepoints, the base of tracepoints.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameter and calls the setup
public class LoopBenchmark {

    private static final int ROUNDS = 10_000;

    @Param private ProbeKind kind;

    private AttachedProbe probe;

    @Setup
    public void attach() {
        probe = AttachedProbe.attach(kind, Site.LOOP);
        probe.rounds(ROUNDS);
        int done = probe.runDriver();
        if (done != ROUNDS) {
            throw new IllegalStateException("the driver did %d rounds".formatted(done));
        }
    }

    @TearDown
    public void detach() {
        probe.close();
    }

    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int loop() {
        return probe.runDriver();
    }
}
