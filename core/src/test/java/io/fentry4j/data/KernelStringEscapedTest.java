package io.fentry4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelStringEscapedTest {

    private static String escaped(String hex) {
        return KernelString.of(HexFormat.of().parseHex(hex)).escaped();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain name.txt", "~!'\"$`", "grün", "日本語", "смотри", "🦀 crab", "é"})
    void shows_what_can_be_seen_as_it_is(String text) {
        assertThat(KernelString.of(text).escaped()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "00, \\x00",
        "07, \\x07",
        "08, \\x08",
        "09, \\t",
        "0a, \\n",
        "0b, \\x0b",
        "0d, \\r",
        "1b, \\x1b",
        "1f, \\x1f",
        "20, ' '",
        "5c, \\\\",
        "7e, ~",
        "7f, \\x7f"
    })
    void escapes_each_control_character_and_the_backslash(String hex, String text) {
        assertThat(escaped(hex)).isEqualTo(text);
        assertThat(escaped("41" + hex + "42")).isEqualTo("A" + text + "B");
    }

    @Test
    void no_escape_sequence_reaches_a_terminal() {
        String clearScreen = "\u001b[2J\u001b]0;title\u0007";

        assertThat(KernelString.of(clearScreen).escaped()).isEqualTo("\\x1b[2J\\x1b]0;title\\x07");
    }

    @Test
    void a_name_that_looks_escaped_is_told_from_one_that_is() {
        assertThat(KernelString.of("a\\nb").escaped()).isEqualTo("a\\\\nb");
        assertThat(KernelString.of("a\nb").escaped()).isEqualTo("a\\nb");
    }

    @ParameterizedTest
    @CsvSource({
        "80, \\x80", // a continuation without a start
        "ff, \\xff", // never part of UTF-8
        "c0af, \\xc0\\xaf", // overlong '/'
        "e080af, \\xe0\\x80\\xaf", // overlong '/'
        "c3, \\xc3", // truncated
        "41c3, A\\xc3",
        "e282, \\xe2\\x82", // truncated
        "e28241, \\xe2\\x82A", // a sequence that a letter breaks off
        "f09fa6, \\xf0\\x9f\\xa6", // truncated
        "eda080, \\xed\\xa0\\x80", // a surrogate
        "f4908080, \\xf4\\x90\\x80\\x80", // above U+10FFFF
        "c3bcff41, ü\\xffA"
    })
    void shows_each_byte_that_is_not_utf_8(String hex, String text) {
        assertThat(escaped(hex)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0080, 80",
        "0085, 85",
        "009B, 9B", // C1 controls: NEL, CSI
        "00AD, AD", // soft hyphen
        "200B, 200B",
        "200D, 200D",
        "2060, 2060",
        "FEFF, FEFF", // of no width
        "200E, 200E",
        "202A, 202A",
        "202E, 202E",
        "2066, 2066",
        "2069, 2069", // bidi
        "2028, 2028",
        "2029, 2029", // line and paragraph separator
        "E000, E000",
        "10FFFD, 10FFFD", // private use
        "E0041, E0041", // a tag character
        "0378, 378",
        "FFFF, FFFF",
        "10FFFF, 10FFFF" // unassigned
    })
    void names_the_code_points_that_a_terminal_hides_or_acts_on(String codePoint, String shown) {
        String text = Character.toString(Integer.parseInt(codePoint, 16));

        assertThat(KernelString.of("a" + text + "b").escaped()).isEqualTo("a\\u{" + shown + "}b");
    }

    @Test
    void a_replacement_character_in_the_name_is_told_from_a_malformed_byte() {
        assertThat(KernelString.of("\ufffd").escaped()).isEqualTo("\ufffd");
        assertThat(escaped("ff")).isEqualTo("\\xff");
    }

    @Test
    void the_text_of_an_escape_is_plain_ascii() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        assertThat(KernelString.of(all).escaped()).matches("[\\x20-\\x7e]{256,}");
    }
}
