package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ErrnoConverterTest {

    private final ErrnoConverter converter = new ErrnoConverter();

    @ParameterizedTest
    @CsvSource({"ENOENT, 2", "enoent, 2", "EACCES, 13", "ENOTSUPP, 524", "13, 13", "4095, 4095"})
    void an_error_is_a_name_or_a_number(String text, int number) {
        assertThat(converter.convert(text).number()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ENO", "-2", "2 ", "ENOENT;"})
    void anything_else_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'%s' is no error: give names or numbers, such as ENOENT", text);
    }
}
