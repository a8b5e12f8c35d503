package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.UnlinkStatistics;
import org.junit.jupiter.api.Test;

class UnlinkSummaryTest {

    @Test
    void a_run_without_trouble_has_three_numbers() {
        assertThat(UnlinkSummary.of(new UnlinkStatistics(3, 0, 3, 0, 0, 0, 0, 0, 0, 0)))
                .isEqualTo("seen 3, delivered 3, lost 0");
    }

    @Test
    void what_else_was_counted_follows() {
        assertThat(UnlinkSummary.of(new UnlinkStatistics(120, 20, 90, 1, 2, 7, 4, 5, 8, 6)))
                .isEqualTo(
                        "seen 120, filtered 20, delivered 90, lost 10 (ring buffer full: 1, a larger"
                                + " --ring-size helps; no memory in the kernel: 2; not printed"
                                + " before the end: 7),"
                                + " unpaired 4, missed 5, processes not followed 8, listener"
                                + " failures 6");
    }

    @Test
    void trouble_is_what_may_be_missing() {
        assertThat(UnlinkSummary.hasTrouble(new UnlinkStatistics(5, 2, 3, 0, 0, 0, 1, 0, 0, 0)))
                .isFalse();
        assertThat(UnlinkSummary.hasTrouble(new UnlinkStatistics(5, 2, 2, 1, 0, 0, 0, 0, 0, 0)))
                .isTrue();
        assertThat(UnlinkSummary.hasTrouble(new UnlinkStatistics(5, 2, 3, 0, 0, 0, 0, 1, 0, 0)))
                .isTrue();
        assertThat(UnlinkSummary.hasTrouble(new UnlinkStatistics(5, 2, 3, 0, 0, 0, 0, 0, 1, 0)))
                .isTrue();
    }
}
