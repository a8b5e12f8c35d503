package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.Errno;
import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkLoss;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The probe on a real kernel, with real deletions by this JVM.
@Tag("kernel")
@Timeout(120)
class UnlinkProbeTest {

    @TempDir private Path folder;

    private final List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());

    /// The events of this process while `work` ran.
    private List<UnlinkEvent> trace(Work work) throws Exception {
        UnlinkProbe probe = UnlinkProbe.attach(ours(events::add));
        try (probe) {
            work.run();
        }
        UnlinkStatistics statistics = probe.statistics();
        assertThat(statistics.lost()).isZero();
        assertThat(statistics.seen()).isEqualTo(statistics.delivered());
        return events;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static Consumer<UnlinkEvent> ours(Consumer<UnlinkEvent> listener) {
        return event -> {
            if (event.pid() == ProcessHandle.current().pid()) {
                listener.accept(event);
            }
        };
    }

    @Test
    void a_deleted_file_becomes_an_event_with_all_its_fields() throws Exception {
        Path file = Files.createFile(folder.resolve("test_file"));
        Instant before = Instant.now();
        UnlinkEvent event = trace(() -> Files.delete(file)).getFirst();
        Instant after = Instant.now();

        assertThat(event.name()).isEqualTo(KernelString.of(file.toString()));
        assertThat(event.ret()).isZero();
        assertThat(event.succeeded()).isTrue();
        assertThat(event.errno()).isEmpty();
        assertThat(event.dirfd()).isEqualTo(UnlinkEvent.AT_FDCWD);
        assertThat(event.tid()).isPositive();
        assertThat(event.uid()).isZero();
        assertThat(event.gid()).isZero();
        assertThat(event.comm().isEmpty()).isFalse();
        assertThat(event.timestamp()).isBetween(before.minusMillis(50), after.plusMillis(50));
        assertThat(event.duration())
                .isBetween(Duration.ofNanos(1), Duration.between(before, after));
    }

    @Test
    void a_failed_deletion_has_its_negative_errno() throws Exception {
        Path missing = folder.resolve("missing");
        UnlinkEvent event = trace(() -> Native.unlink(missing.toString())).getFirst();

        assertThat(event.ret()).isEqualTo(-2);
        assertThat(event.errno()).contains(Errno.ENOENT);
        assertThat(event.name()).isEqualTo(KernelString.of(missing.toString()));
    }

    @Test
    void hostile_and_long_names_arrive_byte_by_byte() throws Exception {
        List<String> names =
                List.of(
                        "with space",
                        "new\nline",
                        "\u001b[31mred\u001b[0m",
                        "back\\slash",
                        "x".repeat(255),
                        "\u00e4\u4e2d\ud83d\ude00");
        List<KernelString> expected = new ArrayList<>();
        trace(() -> {
            for (String name : names) {
                String file = folder + "/" + name;
                expected.add(KernelString.of(file));
                Native.unlink(file);
            }
        });

        assertThat(events).extracting(UnlinkEvent::name).containsExactlyElementsOf(expected);
    }

    @Test
    void the_longest_path_and_the_one_that_is_too_long() throws Exception {
        String longest = "/" + "a/".repeat(2046) + "bc"; // 4,095 bytes
        trace(() -> {
            Native.unlink(longest);
            Native.unlink(longest + "d");
            Native.unlink("");
            Native.unlinkAddress(1);
        });

        assertThat(events).hasSize(4);
        assertThat(events.get(0).name()).isEqualTo(KernelString.of(longest));
        assertThat(events.get(0).errno()).contains(Errno.ENOENT);
        assertThat(events.get(1).name().isEmpty()).isTrue();
        assertThat(events.get(1).errno()).map(Errno::name).contains("ENAMETOOLONG");
        assertThat(events.get(2).name().isEmpty()).isTrue();
        assertThat(events.get(2).errno()).contains(Errno.ENOENT);
        assertThat(events.get(3).name().isEmpty()).isTrue();
        assertThat(events.get(3).errno()).map(Errno::name).contains("EFAULT");
    }

    @Test
    void a_name_that_is_not_utf_8_keeps_its_bytes() throws Exception {
        byte[] bytes = {'/', 'n', 'o', (byte) 0xff, (byte) 0xc3, '!'};
        trace(() -> Native.unlink(bytes));

        assertThat(events.getFirst().name().bytes()).isEqualTo(bytes);
        assertThat(events.getFirst().name().escaped()).isEqualTo("/no\\xff\\xc3!");
    }

    @Test
    void the_target_is_one_of_the_candidates() {
        try (UnlinkProbe probe = UnlinkProbe.attach(event -> {})) {
            assertThat(probe.target()).isIn("do_unlinkat", "filename_unlinkat");
        }
    }

    @Test
    void after_the_close_nothing_is_seen() throws Exception {
        trace(() -> Native.unlink(folder.resolve("before").toString()));
        Native.unlink(folder.resolve("after").toString());

        assertThat(events).hasSize(1);
    }

    @Test
    void the_listener_may_close_the_probe_and_every_event_is_accounted_for() throws Exception {
        AtomicReference<UnlinkProbe> probe = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        probe.set(
                UnlinkProbe.attach(event -> {
                    await(known);
                    events.add(event);
                    probe.get().close();
                    done.countDown();
                }));
        for (int i = 0; i < 100; i++) {
            Native.unlink(folder.resolve("file" + i).toString());
        }
        known.countDown();
        await(done);
        while (unaccounted(probe.get().statistics()) > 0) {
            Thread.onSpinWait();
        }

        assertThat(events).hasSize(1);
        assertThat(probe.get().statistics().delivered()).isEqualTo(1);
        assertThat(probe.get().statistics().lostAtClose()).isGreaterThanOrEqualTo(99);
    }

    private static long unaccounted(UnlinkStatistics statistics) {
        return statistics.seen() - statistics.delivered() - statistics.lost();
    }

    @Test
    void a_slow_listener_loses_events_but_none_without_a_count() throws Exception {
        CountDownLatch produced = new CountDownLatch(1);
        List<UnlinkLoss> losses = Collections.synchronizedList(new ArrayList<>());
        UnlinkProbe probe =
                UnlinkProbe.builder()
                        .ringBytes(8192)
                        .onLoss(losses::add)
                        .attach(event -> {
                            await(produced);
                            events.add(event);
                        });
        try (probe) {
            for (int i = 0; i < 500; i++) {
                Native.unlink(folder.resolve("file" + i).toString());
            }
            produced.countDown();
        }
        UnlinkStatistics statistics = probe.statistics();

        assertThat(statistics.seen()).isGreaterThanOrEqualTo(500);
        assertThat(statistics.lostRingFull()).isPositive();
        assertThat(statistics.delivered()).isEqualTo(events.size());
        assertThat(losses.stream().mapToLong(UnlinkLoss::events).sum())
                .isEqualTo(statistics.lost());
        assertThat(losses.getLast().total()).isEqualTo(statistics.lost());
        assertThat(unaccounted(statistics)).isZero();
    }

    @Test
    void two_probes_at_once_see_the_same() throws IOException {
        List<UnlinkEvent> second = Collections.synchronizedList(new ArrayList<>());
        try (UnlinkProbe one = UnlinkProbe.attach(ours(events::add));
                UnlinkProbe two = UnlinkProbe.attach(ours(second::add))) {
            assertThat(one.target()).isEqualTo(two.target());
            Native.unlink(folder.resolve("file").toString());
        }

        assertThat(events).hasSize(1);
        assertThat(second)
                .extracting(UnlinkEvent::name)
                .isEqualTo(List.of(events.getFirst().name()));
    }

    @Test
    void ring_sizes_out_of_range_are_refused() {
        assertThatThrownBy(() -> UnlinkProbe.builder().ringBytes(4096))
                .hasMessage("set ring size: 4096 bytes are not in 8192..1073741824");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
