package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    @Test
    void without_a_command_it_lists_the_commands_on_standard_error() {
        Shell shell = Shell.run();
        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).contains("Usage: fentry4j", "unlink  Prints who deletes");
    }

    @Test
    void help_goes_to_standard_output_with_examples_and_exit_status() {
        Shell shell = Shell.run("unlink", "--help");
        assertThat(shell.status()).isZero();
        assertThat(shell.err()).isEmpty();
        assertThat(shell.out())
                .contains("Exit status:", "129, 130, 143", "Examples:", "nameBase64", "--verbose");
    }

    @Test
    void the_version_names_the_jvm_and_the_kernel_too() {
        Shell shell = Shell.run("--version");
        assertThat(shell.status()).isZero();
        assertThat(shell.out())
                .matches(
                        "fentry4j \\d+\\.\\d+\\.\\d+\\S* \\(Java 2[5-9]\\S*, Linux \\S+ \\S+\\)\n");
    }

    @Test
    void a_misspelt_command_is_answered_with_the_right_one() {
        Shell shell = Shell.run("unlnk");
        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.err())
                .isEqualTo(
                        """
                        fentry4j: Unmatched argument at index 0: 'unlnk'
                        Did you mean: fentry4j unlink?
                        Try: fentry4j --help
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frob             | Unknown option: '--frob'",
                "stray              | Unmatched argument at index 1: 'stray'",
                "--count            | Missing required parameter for option '--count' (N)",
                "--count=0          | Invalid value for option '--count': '0' is no number from 1 on",
                "--count=many       | Invalid value for option '--count': 'many' is no number from 1"
                        + " on",
                "--duration=soon    | Invalid value for option '--duration': 'soon' is no time span:"
                        + " give a number with ms, s, m or h, such as 500ms, 10s",
                "--ring-size=big    | Invalid value for option '--ring-size': 'big' is no size: give"
                        + " a number of bytes, or one with K, M or G, such as 64K",
                "--ring-size=4K     | Invalid value for option '--ring-size': set ring size: 4096"
                        + " bytes are not in 8192..1073741824",
                "--ring-size=1025M  | Invalid value for option '--ring-size': set ring size:"
                        + " 1074790400 bytes are not in 8192..1073741824",
            })
    void a_wrong_option_is_answered_in_two_lines(String option, String message) {
        Shell shell = Shell.run("unlink", option);
        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .isEqualTo("fentry4j: " + message + "\nTry: fentry4j unlink --help\n");
    }
}
