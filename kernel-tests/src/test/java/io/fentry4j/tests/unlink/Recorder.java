package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.tests.unlink.Journals.Comparison;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import io.fentry4j.unlink.UnlinkStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a probe reports while something runs.
///
/// @param events all that it delivered
/// @param statistics after its close
record Recorder(List<UnlinkEvent> events, UnlinkStatistics statistics) {

    /// On a kernel that preempts kernel code, the kernel skips fentry programs: some events are
    /// then missing, and counted.
    private static final boolean PREEMPTIBLE = System.getProperty("os.version").contains("-rt-");

    @FunctionalInterface
    interface Work {
        Journals run() throws Exception;
    }

    /// The events of `work`, which must agree with its journals in every field.
    static Recorder recordAndCompare(UnlinkProbeBuilder builder, Mode mode, Work work)
            throws Exception {
        List<UnlinkEvent> events = Collections.synchronizedList(new ArrayList<>());
        UnlinkProbe probe = builder.mode(mode).ringBytes(16 << 20).attach(events::add);
        Journals journals;
        try (probe) {
            journals = work.run();
        }
        Recorder recorder = new Recorder(events, probe.statistics());
        recorder.assertEqual(journals, mode);
        return recorder;
    }

    private void assertEqual(Journals journals, Mode mode) {
        assertThat(statistics.lost()).isEqualTo(noMemory(mode));
        assertThat(statistics.seen())
                .isEqualTo(statistics.filtered() + statistics.delivered() + statistics.lost());
        Comparison comparison = journals.compare(events);
        assertThat(first(comparison.different())).as("%s", statistics).isEmpty();
        assertThat(first(comparison.extra())).isEmpty();
        assertThat((long) comparison.missing().size())
                .as("missing events: %s, %s", first(comparison.missing()), statistics)
                .isLessThanOrEqualTo(mayBeMissing(mode));
        assertThat((long) comparison.pathless().size())
                .as("events without a path: %s, %s", first(comparison.pathless()), statistics)
                .isLessThanOrEqualTo(mayBeMissing(mode));
        if (mode == Mode.KPROBE) {
            assertThat(statistics.unpaired()).isZero();
            assertThat(statistics.missed()).isZero();
        }
    }

    /// What fentry cannot see, which it counts: the calls during which another task of the CPU was
    /// preempted in the program.
    private long mayBeMissing(Mode mode) {
        return PREEMPTIBLE && mode == Mode.FENTRY ? statistics.missed() + noMemory(mode) : 0;
    }

    /// A task that is preempted while it takes memory for a call keeps the others of its CPU from
    /// that, and only a trampoline's program can be preempted.
    private long noMemory(Mode mode) {
        return PREEMPTIBLE && mode == Mode.FENTRY ? statistics.lostNoMemory() : 0;
    }

    private static List<String> first(List<String> list) {
        return list.subList(0, Math.min(20, list.size()));
    }
}
