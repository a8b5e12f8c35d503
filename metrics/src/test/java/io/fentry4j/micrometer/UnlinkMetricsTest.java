package io.fentry4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.KernelClock;
import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkStatistics;
import io.fentry4j.unlink.fixture.Events;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnlinkMetricsTest {

    private static final UnlinkEvent DELETED = Events.of(KernelString.of("/tmp/file"));

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final UnlinkMetrics metrics = new UnlinkMetrics();

    private double calls(String result, String errno) {
        return registry.get("fentry4j.unlink.calls")
                .tags("result", result, "errno", errno)
                .counter()
                .count();
    }

    private double count(String name, String... tags) {
        return registry.get("fentry4j.unlink." + name).tags(tags).functionCounter().count();
    }

    private Timer duration(String result) {
        return registry.get("fentry4j.unlink.duration").tags("result", result).timer();
    }

    @Test
    void calls_are_counted_by_result_and_error() {
        metrics.bindTo(registry);
        metrics.handled(DELETED);
        metrics.handled(DELETED);
        metrics.handled(Events.ended(-2, DELETED));
        metrics.handled(Events.ended(-122, DELETED));
        metrics.handled(Events.ended(-17, DELETED)); // EEXIST is no error of unlink's
        metrics.handled(Events.ended(-4095, DELETED));

        assertThat(calls("success", "none")).isEqualTo(2);
        assertThat(calls("failure", "ENOENT")).isEqualTo(1);
        assertThat(calls("failure", "EDQUOT")).isEqualTo(1);
        assertThat(calls("failure", "other")).isEqualTo(2);
        assertThat(calls("failure", "EACCES")).isZero();
    }

    @Test
    void the_time_in_the_kernel_has_a_distribution_for_each_result() {
        metrics.bindTo(registry);
        metrics.handled(Events.lasting(1_000, 4_000, DELETED));
        metrics.handled(Events.lasting(1_000, 31_000, DELETED));
        metrics.handled(Events.ended(-2, DELETED));

        assertThat(duration("success").count()).isEqualTo(2);
        assertThat(duration("success").totalTime(TimeUnit.NANOSECONDS)).isEqualTo(33_000);
        assertThat(duration("failure").count()).isEqualTo(1);
        assertThat(
                        Arrays.stream(duration("success").takeSnapshot().histogramCounts())
                                .filter(bucket -> bucket.bucket(TimeUnit.MICROSECONDS) == 5)
                                .mapToDouble(bucket -> bucket.count()))
                .containsExactly(1.0);
    }

    @Test
    void percentiles_are_configured_by_a_filter_of_the_registry() {
        registry.config()
                .meterFilter(
                        // snippet percentiles
                        new MeterFilter() {
                            @Override
                            public DistributionStatisticConfig configure(
                                    Meter.Id id, DistributionStatisticConfig config) {
                                return id.getName().equals("fentry4j.unlink.duration")
                                        ? DistributionStatisticConfig.builder()
                                                .percentiles(0.5, 0.99)
                                                .serviceLevelObjectives() // no buckets
                                                .build()
                                                .merge(config)
                                        : config;
                            }
                        }
                        // end snippet percentiles
                        );
        metrics.bindTo(registry);
        metrics.handled(DELETED);

        assertThat(duration("success").takeSnapshot().percentileValues()).hasSize(2);
        assertThat(duration("success").takeSnapshot().histogramCounts()).isEmpty();
    }

    @Test
    void the_lag_is_from_the_end_of_the_call_until_now() {
        metrics.bindTo(registry);
        long now = KernelClock.monotonicNanos();
        long ended = now - Duration.ofSeconds(3).toNanos();
        metrics.handled(Events.lasting(ended - Duration.ofHours(1).toNanos(), ended, DELETED));
        long upTo = KernelClock.monotonicNanos() - ended;

        assertThat(registry.get("fentry4j.unlink.lag").timer().totalTime(TimeUnit.NANOSECONDS))
                .isBetween((double) (now - ended), (double) upTo);
    }

    @Test
    void the_clock_of_this_jvm_is_the_kernels() {
        long before = KernelClock.monotonicNanos();
        long here = System.nanoTime();
        long after = KernelClock.monotonicNanos();

        assertThat(here).isBetween(before, after);
    }

    @Test
    void statistics_are_read_when_they_are_asked_for() {
        metrics.bindTo(registry);
        metrics.counts().add("probe", () -> new UnlinkStatistics(120, 20, 90, 1, 2, 7, 4, 5, 8, 6));

        assertThat(count("seen")).isEqualTo(120);
        assertThat(count("filtered")).isEqualTo(20);
        assertThat(count("delivered")).isEqualTo(90);
        assertThat(count("lost", "cause", "ring_full")).isEqualTo(1);
        assertThat(count("lost", "cause", "no_memory")).isEqualTo(2);
        assertThat(count("lost", "cause", "at_close")).isEqualTo(7);
        assertThat(count("unpaired")).isEqualTo(4);
        assertThat(count("missed")).isEqualTo(5);
        assertThat(count("not.followed")).isEqualTo(8);
        assertThat(count("listener.failures")).isEqualTo(6);
        assertThat(registry.get("fentry4j.unlink.probes").gauge().value()).isEqualTo(1);
    }

    @Test
    void whatever_is_deleted_the_meters_stay_the_same() {
        metrics.bindTo(registry);
        int meters = registry.getMeters().size();
        Random random = new Random(7);
        for (int number = 0; number <= 4095; number++) {
            KernelString name = KernelString.of("/tmp/" + number);
            UnlinkEvent event = Events.of(KernelString.of("c" + number), name, -number);
            metrics.handled(Events.by(random.nextInt(1, 1 << 22), event));
        }

        assertThat(registry.getMeters()).hasSize(meters);
        assertThat(ownMeters()).hasSize(35);
        assertThat(
                        registry.get("fentry4j.unlink.calls").counters().stream()
                                .mapToDouble(counter -> counter.count())
                                .sum())
                .isEqualTo(4096);
    }

    /// Without those that the registry makes of buckets.
    private List<Meter.Id> ownMeters() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.syntheticAssociation() == null)
                .toList();
    }

    @Test
    void every_meter_has_its_prefix_a_description_and_a_unit() {
        metrics.bindTo(registry);

        assertThat(ownMeters())
                .isNotEmpty()
                .allSatisfy(id -> {
                    assertThat(id.getName()).startsWith("fentry4j.unlink.");
                    assertThat(id.getDescription()).as(id.getName()).isNotBlank();
                    assertThat(id.getBaseUnit()).as(id.getName()).isNotBlank();
                });
    }

    @Test
    void a_registry_is_bound_once_and_several_are_told_alike() {
        MeterRegistry second = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        metrics.bindTo(registry);
        metrics.bindTo(second);
        metrics.handled(DELETED);

        assertThat(calls("success", "none")).isEqualTo(1);
        assertThat(second.get("fentry4j.unlink.lag").timer().count()).isEqualTo(1);
    }

    @Test
    void tags_tell_two_of_them_apart() {
        UnlinkMetrics spool = new UnlinkMetrics(Tag.of("folder", "spool"));
        UnlinkMetrics cache = new UnlinkMetrics(Tag.of("folder", "cache"));
        spool.bindTo(registry);
        cache.bindTo(registry);
        spool.handled(DELETED);

        assertThat(registry.get("fentry4j.unlink.lag").tag("folder", "spool").timer().count())
                .isEqualTo(1);
        assertThat(registry.get("fentry4j.unlink.lag").tag("folder", "cache").timer().count())
                .isZero();
    }
}
