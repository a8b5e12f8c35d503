package io.fentry4j.examples.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "7, 7 ns",
        "999, 999 ns",
        "1000, 1.0 µs",
        "3899, 3.8 µs",
        "9999, 9.9 µs",
        "41300, 41 µs",
        "999999, 999 µs",
        "1250000, 1.2 ms",
        "15000000, 15 ms",
        "1250000000, 1.2 s",
        "125000000000, 125 s",
    })
    void it_has_the_digits_that_count_and_a_fitting_unit(long nanos, String expected) {
        assertThat(ShortDuration.format(Duration.ofNanos(nanos))).isEqualTo(expected);
    }
}
