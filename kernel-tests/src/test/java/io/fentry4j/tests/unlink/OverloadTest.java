package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import io.fentry4j.unlink.UnlinkStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A ring of 64 KiB, and a listener that does not come back: the counts stay exact, those who
/// delete do not wait, and no memory grows.
@Tag("kernel")
@Timeout(300)
class OverloadTest {

    private static final int RING = 64 * 1024;
    private static final int DELETIONS = 10_000;
    private static final int ROUNDS = 5;

    /// The processes of [#the_memory_of_a_thread_ends_with_it]: if 8 KiB of each stayed, it would
    /// be 16 MiB.
    private static final int TASKS = 2_000;

    private static final long KERNEL_TOLERANCE_KIB = 4 * 1024;
    private static final long RESIDENT_TOLERANCE_KIB = 8 * 1024;

    @TempDir private Path folder;

    private static UnlinkProbeBuilder builder(Mode mode) {
        return UnlinkProbe.builder().mode(mode).ringBytes(RING).resolvePaths();
    }

    /// The calls of the flood, of all that were seen.
    private static void assertThatTheSumsAgree(UnlinkStatistics statistics, long calls) {
        assertThat(statistics.seen())
                .isEqualTo(statistics.filtered() + statistics.delivered() + statistics.lost());
        assertThat(statistics.delivered() + statistics.lost()).isEqualTo(calls);
        assertThat(statistics.missed()).isZero();
        assertThat(statistics.unpaired()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void the_sums_agree_to_the_last_event(Mode mode) throws Exception {
        AtomicLong delivered = new AtomicLong();
        try (Flood flood = new Flood();
                Flood other = new Flood()) {
            UnlinkProbe probe =
                    builder(mode)
                            .pids(flood.pid())
                            .attach(_ -> {
                                delivered.incrementAndGet();
                                LockSupport.parkNanos(1_000_000); // slower than the flood
                            });
            try (probe) {
                other.begin(DELETIONS);
                flood.delete(DELETIONS);
            }
            UnlinkStatistics statistics = probe.statistics();

            assertThatTheSumsAgree(statistics, DELETIONS);
            assertThat(statistics.delivered()).isEqualTo(delivered.get()).isPositive();
            assertThat(statistics.lostRingFull()).isPositive();
            assertThat(statistics.filtered()).isPositive();
        }
    }

    /// Both probes are attached all the time and see the flood in turns, so that what else this
    /// machine does hits both alike.
    @ParameterizedTest
    @EnumSource
    void who_deletes_does_not_wait_for_the_listener(Mode mode, TestReporter reporter)
            throws Exception {
        List<Double> heard = new ArrayList<>();
        List<Double> stalled = new ArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        try (Flood flood = new Flood()) {
            UnlinkProbe fast = builder(mode).pids().attach(_ -> {});
            UnlinkProbe slow = builder(mode).pids().attach(_ -> await(end));
            try (fast;
                    slow) {
                fill(slow, flood);
                long before = Memory.resident();
                for (int i = 0; i < ROUNDS; i++) {
                    heard.add(deleteSeenBy(fast, flood));
                    stalled.add(deleteSeenBy(slow, flood));
                }
                assertThat(slow.statistics().delivered()).isLessThan(2);
                assertThat(Memory.resident()).isLessThan(before + RESIDENT_TOLERANCE_KIB);
                end.countDown();
            }
            assertThatTheSumsAgree(fast.statistics(), (long) ROUNDS * DELETIONS);
            assertThatTheSumsAgree(slow.statistics(), (long) (ROUNDS + 1) * DELETIONS);
        }
        reporter.publishEntry(
                "nanoseconds a deletion (best of %d rounds), %s".formatted(ROUNDS, mode.name()),
                "%.0f with a listener, %.0f with one that is stalled"
                        .formatted(best(heard), best(stalled)));
        // A full ring costs no more than a record; the factor is for the emulator's clock.
        assertThat(best(stalled)).isLessThan(2 * best(heard));
    }

    private static void fill(UnlinkProbe probe, Flood flood) throws Exception {
        deleteSeenBy(probe, flood);
        assertThat(probe.statistics().lostRingFull()).isPositive();
    }

    private static double deleteSeenBy(UnlinkProbe probe, Flood flood) throws Exception {
        probe.pids().add(flood.pid());
        double nanos = flood.delete(DELETIONS);
        probe.pids().remove(flood.pid());
        return nanos;
    }

    private static double best(List<Double> times) {
        return times.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void the_memory_of_a_thread_ends_with_it(TestReporter reporter) throws Exception {
        AtomicLong delivered = new AtomicLong();
        try (UnlinkProbe probe = UnlinkProbe.attach(_ -> delivered.incrementAndGet())) {
            startAndEnd(TASKS / 10);
            long before = Memory.kernel();
            startAndEnd(TASKS);
            assertThat(probe.statistics().seen()).isGreaterThanOrEqualTo(TASKS);
            // It is freed after a grace period.
            long most = before + KERNEL_TOLERANCE_KIB;
            long after = Memory.kernel();
            for (long start = System.nanoTime();
                    after > most && System.nanoTime() - start < 30_000_000_000L;
                    after = Memory.kernel()) {
                LockSupport.parkNanos(50_000_000);
            }
            reporter.publishEntry("kernel memory, KiB", before + ", then " + after);
            assertThat(after).isLessThanOrEqualTo(most);
        }
        assertThat(delivered.get()).isGreaterThanOrEqualTo(TASKS);
    }

    private void startAndEnd(int tasks) throws Exception {
        Workload.run(
                List.of(
                        Workload.program().toString(),
                        "tasks",
                        folder.toString(),
                        Integer.toString(tasks)));
    }
}
