package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeConverterTest {

    private final SizeConverter converter = new SizeConverter();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "64K, 65536",
        "64k, 65536",
        "1M, 1048576",
        "1G, 1073741824",
    })
    void a_number_of_bytes_may_have_a_unit(String text, int expected) {
        assertThat(converter.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-1", "1.5M", "64 K", "64KB", "1T", "0x1000", "12345678901"})
    void anything_else_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(
                        "'%s' is no size: give a number of bytes, or one with K, M or G, such as"
                                + " 64K",
                        text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2G", "2048M", "2147483648", "9999999999G"})
    void two_gibibytes_or_more_are_refused(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'%s' is not below 2G", text);
    }
}
