package io.fentry4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.UnlinkStatistics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProbeCountsTest {

    private static final UnlinkStatistics ONE = new UnlinkStatistics(9, 2, 3, 1, 1, 2, 4, 5, 6, 7);

    private final AtomicLong now = new AtomicLong();
    private final ProbeCounts counts = new ProbeCounts(now::get);

    @Test
    void without_a_probe_all_is_zero() {
        assertThat(counts.statistics()).isEqualTo(UnlinkStatistics.NONE);
        assertThat(counts.attached()).isZero();
    }

    @Test
    void several_probes_are_added_up_and_closed_ones_stay() {
        counts.add("first", () -> ONE);
        counts.add("second", () -> ONE);
        assertThat(counts.statistics()).isEqualTo(ONE.plus(ONE));
        assertThat(counts.attached()).isEqualTo(2);

        counts.remove("first");
        assertThat(counts.statistics()).isEqualTo(ONE.plus(ONE));
        assertThat(counts.attached()).isEqualTo(1);

        counts.remove("first"); // is closed already
        counts.remove("second");
        assertThat(counts.statistics()).isEqualTo(ONE.plus(ONE));
    }

    @Test
    void one_look_serves_the_meters_of_one_scrape() {
        AtomicInteger looks = new AtomicInteger();
        counts.add(
                "probe",
                () -> {
                    looks.incrementAndGet();
                    return ONE;
                });
        counts.statistics();
        now.addAndGet(99_999_999);
        counts.statistics();
        assertThat(looks).hasValue(1);

        now.addAndGet(1);
        counts.statistics();
        assertThat(looks).hasValue(2);
    }
}
