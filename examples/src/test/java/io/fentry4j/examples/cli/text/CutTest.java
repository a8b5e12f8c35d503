package io.fentry4j.examples.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CutTest {

    @ParameterizedTest
    @CsvSource({
        "/usr/lib/file, 13, /usr/lib/file",
        "/usr/lib/file, 12, …sr/lib/file",
        "/usr/lib/file, 5, …file",
        "/usr/lib/file, 1, …",
        "删除文件, 8, 删除文件",
        "删除文件, 7, …除文件",
        "删除文件, 6, …文件",
        "abe\u0301d, 4, abe\u0301d",
        "abe\u0301d, 3, …e\u0301d",
        "abe\u0301d, 2, …d",
        "a\ud83d\ude00b, 3, …b",
    })
    void the_end_is_kept(String text, int columns, String expected) {
        assertThat(Cut.toEnd(text, columns)).isEqualTo(expected);
        assertThat(DisplayWidth.of(Cut.toEnd(text, columns))).isLessThanOrEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "kworker, 7, kworker",
        "kworker, 6, kwork…",
        "kworker, 1, …",
        "删除文件, 7, 删除文…",
        "删除文件, 6, 删除…",
        "ae\u0301bc, 3, ae\u0301…",
    })
    void the_beginning_is_kept(String text, int columns, String expected) {
        assertThat(Cut.toBeginning(text, columns)).isEqualTo(expected);
        assertThat(DisplayWidth.of(expected)).isLessThanOrEqualTo(columns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x1b", "\\n", "\\\\", "\\u{202E}"})
    void an_escape_is_not_cut_in_two(String escape) {
        String text = "ab" + escape + "cd";
        for (int columns = 1; columns <= text.length(); columns++) {
            String end = Cut.toEnd(text, columns);
            assertThat(end.endsWith(escape + "cd") || (!end.contains("\\") && !end.contains("}")))
                    .as(end)
                    .isTrue();
            String beginning = Cut.toBeginning(text, columns);
            assertThat(beginning.startsWith("ab" + escape) || !beginning.contains("\\"))
                    .as(beginning)
                    .isTrue();
        }
    }

    @Test
    void any_escaped_bytes_can_be_cut_at_any_width() {
        byte[] all = new byte[255];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i + 1);
        }
        String text = KernelString.of(all).escaped();
        for (int columns = 1; columns <= text.length() + 1; columns++) {
            assertThat(DisplayWidth.of(Cut.toEnd(text, columns))).isLessThanOrEqualTo(columns);
            assertThat(DisplayWidth.of(Cut.toBeginning(text, columns)))
                    .isLessThanOrEqualTo(columns);
        }
    }
}
