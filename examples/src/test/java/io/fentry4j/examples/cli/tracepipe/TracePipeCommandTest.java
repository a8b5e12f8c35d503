package io.fentry4j.examples.cli.tracepipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fentry4j.examples.cli.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracePipeCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--grep=(   | Invalid value for option '--grep': '(' is no regular"
                        + " expression: Unclosed group",
                "--pid=rm   | Invalid value for option '--pid' (PID): 'rm' is not an int",
                "--count=0  | Invalid value for option '--count': '0' is no number from 1 on",
            },
            quoteCharacter = '"')
    void a_wrong_option_is_answered_in_two_lines(String option, String message) {
        Shell shell = Shell.run("trace-pipe", option);

        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.err())
                .isEqualTo("fentry4j: " + message + "\nTry: fentry4j trace-pipe --help\n");
    }

    @Test
    void without_tracefs_the_mount_command_is_told() {
        assumeThat(Files.exists(Path.of("/sys/kernel/tracing/README")))
                .as("tracefs is mounted")
                .isFalse();
        Shell shell = Shell.run("trace-pipe");

        assertThat(shell.status()).isEqualTo(1);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .startsWith("fentry4j: open the trace log: tracefs is not mounted\n")
                .endsWith("  what to do: mount -t tracefs nodev /sys/kernel/tracing\n");
    }
}
