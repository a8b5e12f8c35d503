package io.fentry4j.micrometer;

import io.fentry4j.unlink.UnlinkStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/// The meters that read [UnlinkStatistics] when they are asked.
final class StatisticsMeters {

    private static final String PREFIX = "fentry4j.unlink.";

    private final ProbeCounts counts;
    private final MeterRegistry registry;
    private final Tags tags;

    private StatisticsMeters(ProbeCounts counts, MeterRegistry registry, Tags tags) {
        this.counts = counts;
        this.registry = registry;
        this.tags = tags;
    }

    static void register(ProbeCounts counts, MeterRegistry registry, Tags tags) {
        new StatisticsMeters(counts, registry, tags).registerAll();
    }

    private void registerAll() {
        counter("seen", "calls", "Calls whose end a probe saw", UnlinkStatistics::seen);
        counter(
                "filtered",
                "calls",
                "Calls that a filter rejected in the kernel",
                UnlinkStatistics::filtered);
        counter(
                "delivered",
                "events",
                "Events that the listener was called for",
                UnlinkStatistics::delivered);
        lost("ring_full", UnlinkStatistics::lostRingFull);
        lost("no_memory", UnlinkStatistics::lostNoMemory);
        lost("at_close", UnlinkStatistics::lostAtClose);
        counter(
                "unpaired",
                "calls",
                "Calls of which a probe saw one end only",
                UnlinkStatistics::unpaired);
        counter(
                "missed",
                "runs",
                "How often the kernel skipped a program of a probe's",
                UnlinkStatistics::missed);
        counter(
                "not.followed",
                "processes",
                "Processes that were not followed because the set of processes was full",
                UnlinkStatistics::notFollowed);
        counter(
                "listener.failures",
                "failures",
                "How often the listener threw",
                UnlinkStatistics::listenerFailures);
        Gauge.builder(PREFIX + "probes", counts, ProbeCounts::attached)
                .description("Probes that are attached")
                .baseUnit("probes")
                .tags(tags)
                .register(registry);
    }

    private void lost(String cause, ToDoubleFunction<UnlinkStatistics> count) {
        counter("lost", "events", "Events that no listener gets", tags.and("cause", cause), count);
    }

    private void counter(
            String name,
            String unit,
            String description,
            ToDoubleFunction<UnlinkStatistics> count) {
        counter(name, unit, description, tags, count);
    }

    private void counter(
            String name,
            String unit,
            String description,
            Tags ownTags,
            ToDoubleFunction<UnlinkStatistics> count) {
        FunctionCounter.builder(
                        PREFIX + name, counts, read -> count.applyAsDouble(read.statistics()))
                .description(description)
                .baseUnit(unit)
                .tags(ownTags)
                .register(registry);
    }
}
