package io.fentry4j.examples.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ScreenTest {

    @TempDir private Path folder;

    @Test
    void a_file_is_none_whatever_the_environment_says() throws IOException {
        Path file = Files.createFile(folder.resolve("out"));
        assertThat(Screen.of(file, Map.of("COLUMNS", "80"))).isEqualTo(Screen.NONE);
    }

    @Test
    void a_device_that_is_no_terminal_is_none() {
        assertThat(Screen.of(Path.of("/dev/null"), Map.of())).isEqualTo(Screen.NONE);
    }

    @Test
    void a_pipe_is_none_and_nobody_opens_it() throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        // Opening it would wait for a writer.
        assertThat(Screen.of(pipe, Map.of())).isEqualTo(Screen.NONE);
    }

    @Test
    void what_is_closed_is_none() {
        assertThat(Screen.of(Path.of("/proc/self/fd/987654"), Map.of())).isEqualTo(Screen.NONE);
    }

    @Test
    void a_terminal_has_the_width_that_it_was_given() throws Exception {
        assertThat(onTerminal("stty cols 97 rows 30"))
                .contains("Screen[terminal=true, columns=97]");
    }

    @Test
    void a_terminal_without_a_width_has_that_of_the_environment() throws Exception {
        assertThat(onTerminal("stty cols 0 rows 0; export COLUMNS=61"))
                .contains("Screen[terminal=true, columns=61]");
        assertThat(onTerminal("stty cols 0 rows 0; unset COLUMNS"))
                .contains("Screen[terminal=true, columns=0]");
    }

    /// `script` of util-linux runs a command on a new pseudo terminal.
    private String onTerminal(String before) throws IOException, InterruptedException {
        Path target = Path.of("target").toAbsolutePath();
        Path transcript = folder.resolve("transcript");
        Process process =
                new ProcessBuilder(
                                "script",
                                "-qec",
                                "%s; '%s' -cp '%s:%s' %s"
                                        .formatted(
                                                before,
                                                Path.of(
                                                        System.getProperty("java.home"),
                                                        "bin",
                                                        "java"),
                                                target.resolve("classes"),
                                                target.resolve("test-classes"),
                                                ScreenProgram.class.getName()),
                                transcript.toString())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return Files.readString(transcript);
    }

    @ParameterizedTest
    @CsvSource({"'24 80\n', 80", "'0 0\n', 0", "'', 0", "80, 0", "24 80 1, 0", "24 99999, 0"})
    void the_width_is_the_second_number(String printed, int columns) {
        assertThat(Screen.columns(printed)).isEqualTo(columns);
    }
}
