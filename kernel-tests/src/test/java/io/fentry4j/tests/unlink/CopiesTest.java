package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fentry4j.PreemptionModel;
import io.fentry4j.unlink.Copies;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Copies of the programs take turns: the same events and counts as without copies, and what all of
/// them miss is counted.
@Tag("kernel")
@Timeout(300)
class CopiesTest {

    private static final int ALL = 8;
    private static final int DELETIONS = 2_000;

    @TempDir private Path folder;

    @Test
    void the_list_is_the_same_with_copies() throws Exception {
        Recorder.recordAndCompare(
                Copies.probe(ALL).includeDirectories().resolvePaths(),
                Mode.FENTRY,
                () -> Workload.run(folder, "mixed", "1000"));
    }

    /// The copies that find a call done must not count it, also if a filter has rejected it.
    @Test
    void each_call_is_counted_once() throws Exception {
        AtomicLong delivered = new AtomicLong();
        try (Flood wanted = new Flood();
                Flood other = new Flood()) {
            UnlinkProbe probe =
                    Copies.probe(ALL).pids(wanted.pid()).attach(_ -> delivered.incrementAndGet());
            try (probe) {
                other.delete(DELETIONS);
                wanted.delete(DELETIONS);
            }
            UnlinkStatistics statistics = probe.statistics();

            assertThat(delivered).as("%s", statistics).hasValue(DELETIONS);
            // This JVM and the system may delete a few files of their own.
            assertThat(statistics.filtered()).isBetween((long) DELETIONS, DELETIONS + 200L);
            assertThat(statistics.seen()).isEqualTo(DELETIONS + statistics.filtered());
            assertThat(statistics.unpaired()).isZero();
            assertThat(statistics.missed()).isZero();
        }
    }

    /// Two are too few where the kernel skips programs, so that it skips some calls in both.
    @Test
    void what_all_copies_miss_is_counted_exactly(TestReporter reporter) throws Exception {
        assumeTrue(
                PreemptionModel.ofRunningKernel().skipsTracingPrograms(),
                "this kernel skips no programs");
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        UnlinkProbe probe =
                Copies.probe(2)
                        .includeDirectories()
                        .resolvePaths()
                        .ringBytes(16 << 20)
                        .attach(events::add);
        Journals journals;
        try (probe) {
            journals = Workload.run(folder, "mixed", "10000");
        }
        UnlinkStatistics statistics = probe.statistics();
        Journals.Comparison comparison = journals.compare(events);

        reporter.publishEntry("two copies", statistics.toString());
        assertThat(comparison.different()).isEmpty();
        assertThat(comparison.extra()).isEmpty();
        assertThat(statistics.lost()).isZero();
        assertThat(statistics.missed())
                .isEqualTo(comparison.missing().size() + comparison.pathless().size());
    }
}
