package io.fentry4j.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.trace.Histogram.Bucket;
import io.fentry4j.trace.Histogram.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void each_bucket_is_a_line_with_a_bar_of_its_share_of_the_most() {
        var sizes =
                new Histogram(
                        Unit.NONE,
                        List.of(
                                new Bucket(Long.MIN_VALUE, 0, 5),
                                new Bucket(0, 1, 0),
                                new Bucket(512, 1024, 20),
                                new Bucket(1024, 2048, 40),
                                new Bucket(1L << 62, Long.MAX_VALUE, 1)));

        assertThat(sizes)
                .hasToString(
                        """
                           (…, 0)          5 |#####                                   |
                           [0, 1)          0 |                                        |
                        [512, 1K)         20 |####################                    |
                         [1K, 2K)         40 |########################################|
                          [4E, …)          1 |#                                       |\
                        """);
        assertThat(sizes.total()).isEqualTo(66);
    }

    @Test
    void times_have_three_digits_and_a_unit() {
        var times =
                new Histogram(
                        Unit.NANOSECONDS,
                        List.of(
                                new Bucket(0, 1, 1),
                                new Bucket(512, 1024, 1),
                                new Bucket(65536, 131072, 1),
                                new Bucket(1_000_000, 20_000_000, 1),
                                new Bucket(1L << 40, Long.MAX_VALUE, 1)));

        assertThat(times.toString().lines().map(line -> line.substring(0, 19).strip()))
                .containsExactly(
                        "[0, 1ns)",
                        "[512ns, 1.02us)",
                        "[65.5us, 131us)",
                        "[1ms, 20ms)",
                        "[1100s, …)");
    }

    @Test
    void a_histogram_of_nothing_has_no_lines() {
        assertThat(new Histogram(Unit.NONE, List.of()).total()).isZero();
        assertThat(new Histogram(Unit.NONE, List.of())).hasToString("");
    }
}
