package io.fentry4j.micrometer;

import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkObserver;
import io.fentry4j.unlink.UnlinkProbe;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Meters of what [UnlinkProbe]s see, and of what became of it.
///
/// ```java
/// var metrics = new UnlinkMetrics();
/// metrics.bindTo(registry);
/// UnlinkProbe.builder().observe(metrics).attach(event -> {});
/// ```
///
/// | meter | kind | tags |
/// | --- | --- | --- |
/// | `fentry4j.unlink.calls` | counter | `result`: `success`, `failure`; `errno`: `none`, a name, `other` |
/// | `fentry4j.unlink.duration` | timer with buckets: the time in the kernel | `result` |
/// | `fentry4j.unlink.lag` | timer with buckets: from the end of the call until the listener was done with it | |
/// | `fentry4j.unlink.seen`, `.filtered`, `.delivered`, `.unpaired`, `.missed`, `.not.followed`, `.listener.failures` | counters: [io.fentry4j.unlink.UnlinkStatistics] | |
/// | `fentry4j.unlink.lost` | counter | `cause`: `ring_full`, `no_memory`, `at_close` |
/// | `fentry4j.unlink.probes` | gauge: the probes that are attached | |
///
/// No tag's value comes from a name, a path or a process, so the number of meters is the same
/// whatever is deleted. Buckets and percentiles are set as for all meters, by a
/// [io.micrometer.core.instrument.config.MeterFilter] of the registry.
///
/// One object counts for all the probes that it observes, one after the other and at once, and the
/// counters never go back. Thread-safe; an event takes no lock and makes no object that stays.
public final class UnlinkMetrics implements MeterBinder, UnlinkObserver {

    private final Tags tags;
    private final ProbeCounts counts = new ProbeCounts(System::nanoTime);
    private final Map<MeterRegistry, CallMeters> bound = new ConcurrentHashMap<>();

    /// Meters that count nothing yet, to be bound to registries and given to probes.
    ///
    /// @param tags tags of all meters, to tell several objects of this class apart
    public UnlinkMetrics(Tag... tags) {
        this.tags = Tags.of(tags);
    }

    /// Registers the meters; a registry that has them already stays as it is. What happened before
    /// is in the counters of [io.fentry4j.unlink.UnlinkStatistics] only.
    @Override
    public void bindTo(MeterRegistry registry) {
        bound.computeIfAbsent(
                registry,
                unbound -> {
                    StatisticsMeters.register(counts, unbound, tags);
                    return new CallMeters(unbound, tags);
                });
    }

    @Override
    public void attached(UnlinkProbe probe, Duration took) {
        counts.add(probe, probe::statistics);
    }

    @Override
    public void handled(UnlinkEvent event) {
        long end = event.kernelNanos() + event.durationNanos();
        // On Linux this is CLOCK_MONOTONIC, as the event's times are, and needs no memory as a call
        // of KernelClock.monotonicNanos() does.
        long lag = System.nanoTime() - end;
        bound.values().forEach(meters -> meters.record(event, lag));
    }

    @Override
    public void closed(UnlinkProbe probe, Duration took) {
        counts.remove(probe);
    }

    /// The counts of the probes, for tests without one.
    ProbeCounts counts() {
        return counts;
    }
}
