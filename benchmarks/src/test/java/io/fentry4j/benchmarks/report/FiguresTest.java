package io.fentry4j.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void numbers_have_three_digits_that_mean_something() {
        assertThat(Figures.number(3.14159)).isEqualTo("3.14");
        assertThat(Figures.number(31.4159)).isEqualTo("31.4");
        assertThat(Figures.number(31415.9)).isEqualTo("31,416");
    }

    @Test
    void an_error_that_is_not_known_is_left_out() {
        assertThat(Figures.number(1, 0.5)).isEqualTo("1.00 ± 0.50");
        assertThat(Figures.number(1, Double.NaN)).isEqualTo("1.00");
    }

    @Test
    void the_median_is_the_middle_or_between_the_two_in_it() {
        assertThat(Figures.median(9, 1, 2)).isEqualTo(2);
        assertThat(Figures.median(9, 1, 2, 4)).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(Figures::median);
    }
}
