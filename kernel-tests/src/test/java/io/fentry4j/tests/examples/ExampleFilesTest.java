package io.fentry4j.tests.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What all examples have in common.
class ExampleFilesTest {

    private static final int MOST_LINES = 79;

    private static List<Example> all() throws IOException {
        return Example.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void an_example_is_short_and_shows_what_it_prints(Example example) {
        assertThat(example.text().lines().count()).isLessThanOrEqualTo(MOST_LINES);
        assertThat(example.sample()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void an_example_is_in_the_documentation(Example example) throws IOException {
        String table = Files.readString(Path.of("../docs/examples.md"));

        assertThat(table).contains(example.name() + ".java");
    }

    @Test
    void the_shape_of_output_is_what_stays_from_run_to_run() {
        assertThat(
                        Example.shape(
                                List.of(
                                        "java (391) deleted /tmp/a4711.tmp in 38 µs",
                                        "java (2) deleted /tmp/a1.tmp in 1,2 ms",
                                        "",
                                        "  512 ns   49596 ****",
                                        " 1024 ns     1 *",
                                        "start = 2 m 3 s (2026-11-22)",
                                        "le=\"5.0E-5\"} 1")))
                .containsExactly(
                        "java (0) deleted /tmp/a0.tmp in 0",
                        "0 *",
                        "start = 0 (0-0-0)",
                        "le=\"0\"} 0");
    }
}
