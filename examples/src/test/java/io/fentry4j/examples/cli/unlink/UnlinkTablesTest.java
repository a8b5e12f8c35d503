package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.fixture.Events;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnlinkTablesTest {

    private final UnlinkTables tables = new UnlinkTables(EnumSet.allOf(SummaryBy.class));

    private static UnlinkEvent event(String path) {
        return Events.of(KernelString.of("name"), KernelString.of(path), PathState.RESOLVED);
    }

    private String text(int width) {
        return String.join("\n", new TableText(width, false).lines(tables)) + "\n";
    }

    @Test
    void the_largest_come_first_and_ties_are_in_order() {
        tables.add(event("/a/1"));
        tables.add(Events.ended(-2, event("/b/1")));
        tables.add(Events.by(4712, event("/b/2")));
        tables.add(Events.ended(-13, event("/c/1")));
        tables.add(
                Events.ended(
                        -2,
                        Events.of(
                                KernelString.of("x/y"),
                                KernelString.EMPTY,
                                PathState.NO_DIRECTORY)));
        assertThat(text(0))
                .isEqualTo(
                        """
                          DELETED    FAILED      TIME PROCESS
                                1         3    165 µs 4711 rm
                                1         0     41 µs 4712 rm

                          DELETED    FAILED      TIME DIRECTORY
                                1         1     82 µs /b
                                1         0     41 µs /a
                                0         1     41 µs /c
                                0         1     41 µs ? x

                          DELETED    FAILED      TIME ERRNO
                                2         0     82 µs none
                                0         2     82 µs ENOENT
                                0         1     41 µs EACCES
                        """);
    }

    @Test
    void after_the_first_ten_the_rest_is_one_line() {
        for (int i = 0; i < 12; i++) {
            tables.add(event("/%02d/f".formatted(i)));
        }
        tables.add(event("/11/f"));
        assertThat(text(0))
                .contains("        2         0     82 µs /11\n        1         0     41 µs /00\n")
                .contains(" /08\n        2         0     82 µs … and 2 more\n");
    }

    @Test
    void memory_is_bounded_and_nothing_is_left_out_of_the_sums() {
        for (int i = 0; i < TopTable.MOST_KEYS + 5; i++) {
            tables.add(event("/" + i + "/f"));
        }
        tables.add(event("/0/f"));
        assertThat(tables.directories().top()).hasSize(TopTable.TOP);
        assertThat(tables.directories().top().getFirst().tally().calls()).isEqualTo(2);
        assertThat(tables.directories().more().keys()).isEqualTo(TopTable.MOST_KEYS - 10);
        assertThat(tables.directories().more().tally().calls()).isEqualTo(9990);
        assertThat(tables.directories().others().calls()).isEqualTo(5);
        assertThat(text(0)).contains("        5         0    206 µs … others, after the first");
    }

    @Test
    void a_line_fits_the_terminal_and_the_end_of_a_directory_is_kept() {
        tables.add(event("/home/somebody/project/target/classes/File.class"));
        assertThat(text(50)).contains("        1         0     41 µs …ject/target/classes\n");
        assertThat(text(50).lines()).allMatch(line -> line.length() <= 50);
    }

    @Test
    void only_what_is_wanted_is_counted() {
        UnlinkTables one = new UnlinkTables(EnumSet.of(SummaryBy.ERRNO));
        one.add(event("/a/1"));
        assertThat(one.processes().top()).isEmpty();
        assertThat(new TableText(0, false).lines(one)).hasSize(2);
    }

    @Test
    void hostile_names_are_escaped() {
        tables.add(Events.of(KernelString.of("\u001b[2J"), KernelString.of("\u001b[31m/x"), 0));
        assertThat(text(0)).contains(" 4711 \\x1b[2J\n", " ? \\x1b[31m\n").doesNotContain("\u001b");
    }

    @Test
    void as_json_they_are_one_object() {
        UnlinkTables two = new UnlinkTables(EnumSet.of(SummaryBy.PROCESS, SummaryBy.ERRNO));
        two.add(event("/a/1"));
        assertThat(new UnlinkJson(false).tables(two))
                .containsExactly(
                        """
                        {"summary":{"process":{"top":[{"pid":4711,"processStartNs":1000000000,\
                        "comm":"rm","deleted":1,"failed":0,"timeNs":41300}],\
                        "more":{"keys":0,"deleted":0,"failed":0,"timeNs":0},\
                        "others":{"deleted":0,"failed":0,"timeNs":0}},\
                        "errno":{"top":[{"errno":null,"deleted":1,"failed":0,"timeNs":41300}],\
                        "more":{"keys":0,"deleted":0,"failed":0,"timeNs":0},\
                        "others":{"deleted":0,"failed":0,"timeNs":0}}}}\
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a",
        "/a, /",
        "/, /",
        "//, /",
        "/a/b/, /a",
        "a, .",
        "a/b, a",
        "'', .",
        "a//b, a/",
    })
    void the_directory_of_a_name_is_what_stands_before_it(String name, String directory) {
        assertThat(UnlinkTables.parent(KernelString.of(name)))
                .isEqualTo(KernelString.of(directory));
    }
}
