package io.fentry4j.benchmarks.kernel;

import io.fentry4j.unlink.UnlinkProbe;
import java.lang.foreign.MemorySegment;
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
import org.openjdk.jmh.infra.Blackhole;

/// What a call of `unlink` takes that Java makes, on a name that is not there: without a probe, and
/// with the unlink probe, whose listener runs in the same JVM.
///
/// On one CPU the reader's and the listener's work is in the figure; [UnlinkCost] has it without.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UnlinkBenchmark {

    private static final int CALLS = 500;
    private static final MemorySegment MISSING = SystemCalls.path("/dev/shm/a-missing-f.txt");

    /// A probe that is attached.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets the parameter and calls the setup
    public static class Traced {

        @Param private ProbeSetting probe;

        private UnlinkProbe attached;

        @Setup
        public void attach(Blackhole blackhole) {
            attached = probe.attach(blackhole::consume);
        }

        @TearDown
        public void detach() {
            attached.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public int base() {
        return unlink();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public int traced(Traced traced) {
        return unlink();
    }

    private static int unlink() {
        int sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += SystemCalls.unlink(MISSING);
        }
        return sum;
    }
}
