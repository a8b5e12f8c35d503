package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class UnlinkColumnsTest {

    private final UnlinkColumns columns = new UnlinkColumns(ZoneOffset.UTC);

    private String line(KernelString name) {
        return columns.line(Events.of(name));
    }

    @Test
    void header_and_values_stand_below_each_other() {
        KernelString rm = KernelString.of("rm");
        assertThat(columns.header().orElseThrow() + "\n")
                .isEqualTo(
                        """
                        TIME             PID   UID COMM            RET        DURATION NAME
                        """);
        assertThat(line(KernelString.of("test_file")))
                .isEqualTo(
                        "14:03:07.218    4711  1000 rm              0             41 µs test_file");
        assertThat(columns.line(Events.of(rm, KernelString.of("no such file"), -2)))
                .isEqualTo(
                        "14:03:07.218    4711  1000 rm              -2 ENOENT     41 µs no such file");
    }

    @Test
    void the_time_is_that_of_the_zone() {
        var there = new UnlinkColumns(ZoneId.of("Asia/Kolkata"));
        assertThat(there.line(Events.of(KernelString.EMPTY))).startsWith("19:33:07.218 ");
    }

    @Test
    void a_value_that_is_too_wide_is_not_cut() {
        KernelString comm = Events.bytes(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(columns.line(Events.of(comm, KernelString.of("f"), -36)))
                .endsWith(" 1000 " + "\\x01".repeat(15) + " -36 ENAMETOOLONG    41 µs f");
    }

    @Test
    void an_error_without_a_name_shows_its_number() {
        assertThat(columns.line(Events.of(KernelString.of("rm"), KernelString.of("f"), -999)))
                .contains(" -999 E999 ");
    }

    @Test
    void hostile_names_reach_the_terminal_escaped() {
        assertThat(line(KernelString.of("a\nb"))).endsWith(" a\\nb");
        assertThat(line(KernelString.of("\u001b[31mred"))).endsWith(" \\x1b[31mred");
        assertThat(line(Events.bytes('a', 0xff, 0x80, 'b'))).endsWith(" a\\xff\\x80b");
        assertThat(line(KernelString.of("\u009b31m"))).endsWith(" \\u{9B}31m");
        assertThat(line(KernelString.of("txt.\u202egpj"))).endsWith(" txt.\\u{202E}gpj");
    }

    @Test
    void an_empty_name_ends_the_line() {
        assertThat(line(KernelString.EMPTY)).endsWith(" 41 µs ");
    }

    @Test
    void the_longest_name_is_shown_whole() {
        String name = "n".repeat(4095);
        assertThat(line(KernelString.of(name))).endsWith(" " + name);
    }
}
