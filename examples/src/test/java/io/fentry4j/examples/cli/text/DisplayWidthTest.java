package io.fentry4j.examples.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {

    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "Grüße, 5",
        "µ…, 2",
        "删除, 4",
        "한국, 4",
        "ひらカナ, 8",
        "ＡＢ, 4",
        "ﾊﾝ, 2",
        "е\u0301, 1",
        "a\u0308\u0301b, 2",
        "\ud83d\ude00, 2",
        "\ud842\udfb7, 2",
        "\u1112\u1161\u11ab, 2",
        "⌚, 2",
        "→, 1",
    })
    void it_is_the_number_of_columns_in_a_terminal(String text, int expected) {
        assertThat(DisplayWidth.of(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10ff, 1", "1100, 2", "115f, 2", "1160, 0", "2e7f, 1", "2e80, 2", "303e, 2", "303f, 1",
        "3040, 1", "3041, 2", "9fff, 2", "ac00, 2", "d7a3, 2", "d7a4, 1", "ff00, 1", "ff01, 2",
        "ff60, 2", "ff61, 1", "1ffff, 1", "20000, 2", "3fffd, 2", "3fffe, 1",
    })
    void ranges_of_wide_characters_begin_and_end_where_unicode_says(String hex, int expected) {
        assertThat(DisplayWidth.of(Integer.parseInt(hex, 16))).isEqualTo(expected);
    }
}
