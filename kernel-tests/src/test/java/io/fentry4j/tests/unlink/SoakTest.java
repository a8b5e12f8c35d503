package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.close.KernelObjects;
import io.fentry4j.tests.unlink.Journals.Comparison;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// One probe under constant mixed load, while others come and go: round after round the events are
/// those of the program, the sums agree, and nothing grows.
///
/// The property `fentry4j.soak.seconds` says for how long; `kernel-tests/soak` runs it for an hour.
@Tag("kernel")
class SoakTest {

    private static final int SECONDS = Integer.getInteger("fentry4j.soak.seconds", 15);
    private static final int DELETIONS = 2_000;

    /// What has come after this share of the time is there to stay.
    private static final int WARM_UP = 3;

    private static final long RESIDENT_TOLERANCE_KIB = 16 * 1024;
    private static final long KERNEL_TOLERANCE_KIB = 8 * 1024;

    @TempDir private Path folder;

    private record State(long resident, long kernel, long descriptors) {

        static State now() throws Exception {
            return new State(Memory.resident(), Memory.kernel(), Memory.descriptors());
        }
    }

    @Test
    void nothing_is_lost_and_nothing_grows(TestReporter reporter) throws Exception {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        KernelObjects before = KernelObjects.now();
        long start = System.nanoTime();
        long attempts = 0;
        int rounds = 0;
        State warm = null;
        KernelObjects attached;
        UnlinkProbe probe =
                UnlinkProbe.builder()
                        .includeDirectories()
                        .resolvePaths()
                        .descendantsOf((int) ProcessHandle.current().pid())
                        .attach(events::add);
        try (probe) {
            attached = KernelObjects.now();
            while (seconds(start) < SECONDS) {
                attempts += round(probe, events);
                rounds++;
                if (warm == null && seconds(start) >= SECONDS / WARM_UP) {
                    warm = State.now();
                }
            }
            State after = State.now();
            reporter.publishEntry(
                    "soak",
                    "%d s, %d rounds, %d attempts: %s, then %s, %s"
                            .formatted(
                                    seconds(start),
                                    rounds,
                                    attempts,
                                    warm,
                                    after,
                                    probe.statistics()));
            assertThat(KernelObjects.leftSince(attached)).isEqualTo(KernelObjects.NONE);
            assertThat(after.descriptors()).isEqualTo(warm.descriptors());
            assertThat(after.resident()).isLessThan(warm.resident() + RESIDENT_TOLERANCE_KIB);
            assertThat(after.kernel()).isLessThan(warm.kernel() + KERNEL_TOLERANCE_KIB);
        }
        UnlinkStatistics statistics = probe.statistics();
        assertThat(statistics.delivered()).isEqualTo(attempts);
        assertThat(statistics.notFollowed()).isZero();
        assertThat(statistics.seen()).isEqualTo(statistics.filtered() + statistics.delivered());
        assertThat(KernelObjects.leftSince(before)).isEqualTo(KernelObjects.NONE);
    }

    /// One run of the mixed workload, with a second probe beside the first for its duration.
    ///
    /// @return the attempts
    private long round(UnlinkProbe probe, List<UnlinkEvent> events) throws Exception {
        Journals journals;
        try (UnlinkProbe other = UnlinkProbe.builder().ringBytes(64 * 1024).attach(_ -> {})) {
            journals = Workload.run(folder, "mixed", Integer.toString(DELETIONS));
            assertThat(other.statistics().seen()).isPositive();
        }
        awaitDelivery(probe);
        assertThat(probe.statistics().lost()).isZero();
        List<UnlinkEvent> own = List.copyOf(events);
        events.clear();
        Comparison comparison = journals.compare(own);
        assertThat(comparison.different()).isEmpty();
        assertThat(comparison.extra()).isEmpty();
        assertThat(comparison.missing()).isEmpty();
        empty();
        return own.size();
    }

    /// What the rounds leave would fill the machine's memory, where its files are, before an hour
    /// is over. Done here, because what another process deletes has events.
    private void empty() throws IOException {
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void awaitDelivery(UnlinkProbe probe) {
        UnlinkStatistics statistics = probe.statistics();
        while (statistics.seen()
                > statistics.filtered() + statistics.delivered() + statistics.lost()) {
            LockSupport.parkNanos(1_000_000);
            statistics = probe.statistics();
        }
    }

    private static long seconds(long start) {
        return (System.nanoTime() - start) / 1_000_000_000;
    }
}
