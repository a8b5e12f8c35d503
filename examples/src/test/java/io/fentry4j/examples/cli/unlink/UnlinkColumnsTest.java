package io.fentry4j.examples.cli.unlink;

import static io.fentry4j.examples.cli.unlink.Column.COMM;
import static io.fentry4j.examples.cli.unlink.Column.PID;
import static io.fentry4j.examples.cli.unlink.Column.RET;
import static io.fentry4j.examples.cli.unlink.Column.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import io.fentry4j.examples.cli.text.DisplayWidth;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.fixture.Events;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnlinkColumnsTest {

    private static final Attachment ATTACHMENT =
            new Attachment(Mode.FENTRY, List.of("do_unlinkat"));
    private static final KernelString NAME = KernelString.of("file");

    private final UnlinkColumns columns = columns(ZoneOffset.UTC, false, 0);

    private static UnlinkColumns columns(ZoneId zone, boolean paths, int width) {
        return new UnlinkColumns(zone, Column.fitting(width, false), paths, width, false);
    }

    private String line(KernelString name) {
        return columns.line(Events.of(name));
    }

    @Test
    void header_and_values_stand_below_each_other() {
        KernelString rm = KernelString.of("rm");
        assertThat(String.join("\n", columns.header(ATTACHMENT)) + "\n")
                .isEqualTo(
                        """
                        # do_unlinkat by fentry, fexit
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
        var there = columns(ZoneId.of("Asia/Kolkata"), false, 0);
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

    @Test
    void a_known_path_takes_the_place_of_the_name_and_others_are_marked() {
        UnlinkColumns paths = columns(ZoneOffset.UTC, true, 0);
        assertThat(paths.header(ATTACHMENT).getLast()).endsWith(" DURATION   PATH");
        assertThat(paths.line(Events.of(NAME, KernelString.of("/tmp/file"), PathState.RESOLVED)))
                .endsWith("    41 µs   /tmp/file");
        assertThat(paths.line(Events.of(NAME, KernelString.of("/b/file"), PathState.TRUNCATED)))
                .endsWith("    41 µs   …/b/file");
        assertThat(paths.line(Events.of(NAME, KernelString.EMPTY, PathState.NO_DIRECTORY)))
                .endsWith("    41 µs ? file");
        assertThat(paths.line(Events.of(NAME, KernelString.EMPTY, PathState.UNREACHABLE)))
                .endsWith("    41 µs ? file");
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 60, 72, 80, 81, 99, 100, 120, 200})
    void a_line_is_as_wide_as_the_terminal_and_ends_with_the_name(int width) {
        KernelString path = KernelString.of("/home/用户/".repeat(40) + "文件.txt");
        String line =
                columns(ZoneOffset.UTC, true, width)
                        .line(Events.of(NAME, path, PathState.RESOLVED));
        assertThat(line).contains("…").endsWith("/文件.txt");
        assertThat(DisplayWidth.of(line)).isBetween(width - 1, width);
    }

    @Test
    void a_long_thread_name_is_cut_where_the_width_matters_and_the_path_keeps_its_place() {
        KernelString comm = Events.bytes(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        String line = columns(ZoneOffset.UTC, false, 120).line(Events.of(comm, NAME, 0));
        assertThat(line).contains(" \\x01\\x01\\x01… ").endsWith("   41 µs file");
        assertThat(DisplayWidth.of(line.substring(0, line.indexOf("file")))).isEqualTo(63);
    }

    @Test
    void a_narrow_terminal_has_fewer_columns() {
        assertThat(Column.fitting(0, true)).containsExactly(Column.values());
        assertThat(Column.fitting(100, true)).containsExactly(Column.values());
        assertThat(Column.fitting(99, true)).doesNotContain(Column.UID).contains(Column.DURATION);
        assertThat(Column.fitting(80, false)).containsExactly(TIME, PID, COMM, RET);
        assertThat(Column.fitting(20, false)).containsExactly(PID, COMM, RET);
    }

    @Test
    void with_directories_each_line_says_what_the_call_was() {
        UnlinkColumns calls =
                new UnlinkColumns(ZoneOffset.UTC, Column.fitting(0, true), false, 0, false);
        assertThat(calls.header(ATTACHMENT).getLast()).contains(" CALL   RET ");
        assertThat(calls.line(Events.of(NAME))).contains(" unlink 0 ");
        assertThat(calls.line(Events.rmdir(Events.of(NAME)))).contains(" rmdir  0 ");
    }

    @Test
    void colour_changes_nothing_but_colour() {
        var colored = new UnlinkColumns(ZoneOffset.UTC, Column.fitting(0, false), true, 0, true);
        var plain = new UnlinkColumns(ZoneOffset.UTC, Column.fitting(0, false), true, 0, false);
        UnlinkEvent event =
                Events.ended(-2, Events.of(NAME, KernelString.of("/tmp/file"), PathState.RESOLVED));
        assertThat(colored.line(event))
                .contains("\u001b[31m-2 ENOENT \u001b[39m")
                .endsWith("/tmp/\u001b[1mfile\u001b[21m");
        assertThat(withoutColour(colored.line(event))).isEqualTo(plain.line(event));
        assertThat(withoutColour(colored.header(ATTACHMENT).getLast()))
                .isEqualTo(plain.header(ATTACHMENT).getLast());
    }

    private static String withoutColour(String line) {
        return line.replaceAll("\u001b\\[\\d+m", "");
    }
}
