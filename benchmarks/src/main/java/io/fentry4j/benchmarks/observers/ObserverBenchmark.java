package io.fentry4j.benchmarks.observers;

import io.fentry4j.data.KernelString;
import io.fentry4j.jfr.UnlinkJfr;
import io.fentry4j.micrometer.UnlinkMetrics;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkObserver;
import io.fentry4j.unlink.fixture.Events;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What an observer adds to one event, after its listener. With `-prof gc` also in bytes.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameter and calls the setup
public class ObserverBenchmark {

    public enum Observer {
        /// Does nothing: the baseline.
        IDLE,
        /// JFR without a recording.
        JFR_OFF,
        /// JFR with a recording of all calls.
        JFR_ON,
        /// Micrometer with its simplest registry.
        METRICS
    }

    @Param private Observer observer;

    private final UnlinkEvent event =
            Events.of(
                    KernelString.of("a-file-name.txt"),
                    KernelString.of("/var/lib/application/cache/a-file-name.txt"),
                    PathState.RESOLVED);
    private final Recording recording = new Recording();
    private UnlinkObserver told;

    @Setup
    public void start() {
        told =
                switch (observer) {
                    case IDLE -> new UnlinkObserver() {};
                    case JFR_OFF, JFR_ON -> new UnlinkJfr();
                    case METRICS -> {
                        UnlinkMetrics metrics = new UnlinkMetrics();
                        metrics.bindTo(new SimpleMeterRegistry());
                        yield metrics;
                    }
                };
        if (observer == Observer.JFR_ON) {
            recording.enable(UnlinkJfr.UNLINK);
            recording.start();
        }
    }

    @TearDown
    public void stop() {
        recording.close();
    }

    @Benchmark
    public void handled() {
        told.handled(event);
    }
}
