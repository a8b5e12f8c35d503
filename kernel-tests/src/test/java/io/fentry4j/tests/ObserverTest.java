package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.jfr.UnlinkJfr;
import io.fentry4j.micrometer.UnlinkMetrics;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkObserver;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Recorder and metrics on a probe that is attached, loses events and is closed.
@Tag("kernel")
@Timeout(120)
class ObserverTest {

    @TempDir private Path folder;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final UnlinkMetrics metrics = new UnlinkMetrics();
    private final List<UnlinkEvent> deletions = new ArrayList<>();

    private long count(String name, String... tags) {
        return (long) registry.get("fentry4j.unlink." + name).tags(tags).functionCounter().count();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private List<RecordedEvent> recorded(Work work) throws IOException {
        try (Recording recording = new Recording()) {
            List.of(UnlinkJfr.UNLINK, UnlinkJfr.ATTACH, UnlinkJfr.LOSS, UnlinkJfr.DETACH)
                    .forEach(recording::enable);
            recording.start();
            work.run();
            Path file = folder.resolve("recording.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        }
    }

    private static List<RecordedEvent> of(String type, List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(type))
                .toList();
    }

    @Test
    void a_probe_is_observed_from_its_attach_to_its_close() throws IOException {
        metrics.bindTo(registry);
        String missing = folder.resolve("missing").toString();
        List<RecordedEvent> events =
                recorded(() -> {
                    // snippet observe
                    UnlinkProbe probe =
                            UnlinkProbe.builder()
                                    .observe(new UnlinkJfr())
                                    .observe(metrics)
                                    .attach(deletions::add);
                    // end snippet observe
                    try (probe) {
                        assertThat(registry.get("fentry4j.unlink.probes").gauge().value())
                                .isEqualTo(1);
                        Native.unlink(missing);
                    }
                });

        RecordedEvent attach = of(UnlinkJfr.ATTACH, events).getFirst();
        assertThat(attach.getString("functions")).isIn("do_unlinkat", "filename_unlinkat");
        assertThat(attach.getLong("ringSize")).isEqualTo(1024 * 1024);
        assertThat(attach.getDuration("attachDuration")).isPositive();
        RecordedEvent call =
                of(UnlinkJfr.UNLINK, events).stream()
                        .filter(event -> missing.equals(event.getString("name")))
                        .findFirst()
                        .orElseThrow();
        assertThat(call.getString("error")).isEqualTo("ENOENT");
        assertThat(call.getDuration("kernelDuration")).isPositive();
        RecordedEvent detach = of(UnlinkJfr.DETACH, events).getFirst();
        assertThat(detach.getLong("seen")).isEqualTo(deletions.size());
        assertThat(of(UnlinkJfr.UNLINK, events)).hasSameSizeAs(deletions);
        assertThat(detach.getDuration("detachDuration")).isPositive();

        assertThat(count("seen")).isEqualTo(detach.getLong("seen"));
        assertThat(count("delivered")).isEqualTo(detach.getLong("delivered"));
        assertThat(registry.get("fentry4j.unlink.calls").tags("errno", "ENOENT").counter().count())
                .isPositive();
        assertThat(registry.get("fentry4j.unlink.lag").timer().max(TimeUnit.NANOSECONDS))
                .isPositive();
        assertThat(registry.get("fentry4j.unlink.probes").gauge().value()).isZero();
    }

    @Test
    void what_is_lost_is_recorded_and_counted_to_the_last_event() throws IOException {
        metrics.bindTo(registry);
        CountDownLatch produced = new CountDownLatch(1);
        UnlinkProbe[] probe = new UnlinkProbe[1];
        List<RecordedEvent> events =
                recorded(() -> {
                    probe[0] =
                            UnlinkProbe.builder()
                                    .ringBytes(8192)
                                    .observe(metrics)
                                    .observe(new UnlinkJfr())
                                    .attach(event -> await(produced));
                    try (UnlinkProbe closed = probe[0]) {
                        for (int i = 0; i < 500; i++) {
                            Native.unlink(folder.resolve("file" + i).toString());
                        }
                        produced.countDown();
                        assertThat(closed.ringBytes()).isEqualTo(8192);
                    }
                });
        UnlinkStatistics statistics = probe[0].statistics();

        assertThat(statistics.lostRingFull()).isPositive();
        assertThat(of(UnlinkJfr.LOSS, events).stream().mapToLong(e -> e.getLong("ringFull")).sum())
                .isEqualTo(statistics.lostRingFull());
        assertThat(of(UnlinkJfr.DETACH, events).getFirst().getLong("lostRingFull"))
                .isEqualTo(statistics.lostRingFull());
        assertThat(count("lost", "cause", "ring_full")).isEqualTo(statistics.lostRingFull());
        assertThat(of(UnlinkJfr.UNLINK, events)).hasSize((int) statistics.delivered());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void an_observer_that_refuses_the_attach_leaves_no_probe() {
        UnlinkProbe[] seen = new UnlinkProbe[1];
        UnlinkObserver refusing =
                new UnlinkObserver() {
                    @Override
                    public void attached(UnlinkProbe probe, Duration took) {
                        seen[0] = probe;
                        throw new IllegalStateException("not this one");
                    }
                };

        assertThatThrownBy(() -> UnlinkProbe.builder().observe(refusing).attach(event -> {}))
                .hasMessage("not this one");
        long after = seen[0].statistics().seen();
        Native.unlink(folder.resolve("later").toString());
        assertThat(seen[0].statistics().seen()).isEqualTo(after);
    }
}
