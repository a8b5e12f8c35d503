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
        recorder.assertEqual(journals);
        return recorder;
    }

    /// Also by fentry on a kernel that preempts kernel code, where programs have copies.
    private void assertEqual(Journals journals) {
        assertThat(statistics.lost()).as("%s", statistics).isZero();
        assertThat(statistics.seen()).isEqualTo(statistics.filtered() + statistics.delivered());
        Comparison comparison = journals.compare(events);
        assertThat(first(comparison.different())).as("%s", statistics).isEmpty();
        assertThat(first(comparison.extra())).as("extra, %s", statistics).isEmpty();
        assertThat(first(comparison.missing())).as("missing, %s", statistics).isEmpty();
        assertThat(first(comparison.pathless())).as("without a path, %s", statistics).isEmpty();
        assertThat(statistics.unpaired()).isZero();
        assertThat(statistics.missed()).isZero();
    }

    private static List<String> first(List<String> list) {
        return list.subList(0, Math.min(20, list.size()));
    }
}
