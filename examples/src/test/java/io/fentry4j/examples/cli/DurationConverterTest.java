package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

    private final DurationConverter converter = new DurationConverter();

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "10, PT10S",
        "10s, PT10S",
        "1.5s, PT1.5S",
        "500ms, PT0.5S",
        "0.25ms, PT0.00025S",
        "50us, PT0.00005S",
        "1.5µs, PT0.0000015S",
        "800ns, PT0.0000008S",
        "2m, PT2M",
        "1h, PT1H",
        "2562047h, PT2562047H",
    })
    void a_number_with_a_unit_is_a_time_span(String text, Duration expected) {
        assertThat(converter.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1,5s", "10 s", "1d", "10S", "1e3", "1m30s", "٣s"})
    void anything_else_is_refused_with_examples(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(
                        "'%s' is no time span: give a number with ns, us, ms, s, m or h, such"
                                + " as 500ms, 10s",
                        text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2562048h", "99999999999999999999"})
    void more_than_nanoseconds_can_count_is_refused(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageStartingWith("'%s' is too long", text);
    }
}
