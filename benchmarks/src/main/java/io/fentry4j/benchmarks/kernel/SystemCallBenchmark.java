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

/// What an empty program of each kind adds to `umask`, one of the cheapest system calls whose
/// function BTF describes (that of `getppid` it does not), made by Java.
///
/// Any tracepoint of system calls sends all of them through the kernel's slower path, which is in
/// the figure.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameter and calls the setup
public class SystemCallBenchmark {

    private static final int CALLS = 1_000;

    @Param private ProbeKind kind;

    private AttachedProbe probe;

    @Setup
    public void attach() {
        probe = AttachedProbe.attach(kind, Site.UMASK);
    }

    @TearDown
    public void detach() {
        probe.close();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public int umask() {
        int sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += SystemCalls.umask();
        }
        return sum;
    }
}
