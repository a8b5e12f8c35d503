package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void without_a_command_it_lists_the_commands_on_standard_error() {
        Shell shell = Shell.run();
        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .contains("Usage: fentry4j")
                .containsPattern("(?m)^  unlink +Prints who deletes")
                .containsPattern("(?m)^  trace-pipe +Prints the kernel's trace log");
    }

    @Test
    void help_goes_to_standard_output_with_examples_and_exit_status() {
        Shell shell = Shell.run("unlink", "--help");
        assertThat(shell.status()).isZero();
        assertThat(shell.err()).isEmpty();
        assertThat(shell.out())
                .contains("Exit status:", "129, 130, 143", "Examples:", "nameBase64", "--verbose");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unlink",
                "doctor",
                "list",
                "signature",
                "trace",
                "trace-pipe",
                "completion"
            })
    void every_command_explains_itself_with_examples_and_exit_statuses(String command) {
        Shell shell = Shell.run(command, "--help");
        assertThat(shell.status()).isZero();
        assertThat(shell.out()).contains("Usage: fentry4j " + command, "Exit status:", "Examples:");
        assertThat(shell.out())
                .containsPattern("(?m)^ +0 +\\S")
                .containsPattern("(?m)^ +1 +\\S")
                .containsPattern("(?m)^ +2 +the options were wrong$");
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
                .startsWith(
                        """
                        fentry4j: Unmatched argument at index 0: 'unlnk'
                        Did you mean: fentry4j unlink\
                        """)
                .endsWith("?\nTry: fentry4j --help\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--frob             | Unknown option: '--frob'",
                "stray              | 'stray' is no option: a command to run is written after --",
                "--header           | --header needs --json: columns always have a header",
                "--events           | --events needs --summary: events are printed anyway",
                "--follow           | --follow needs --pid: there is no process to follow",
                "--summary=user     | Invalid value for option '--summary' (BY): 'user' is not"
                        + " process, directory or errno",
                "--color=pink       | Invalid value for option '--color': 'pink' is not auto, always"
                        + " or never",
                "--mode=uprobe      | Invalid value for option '--mode': 'uprobe' is neither fentry"
                        + " nor kprobe",
                "--pid=1,x          | Invalid value for option '--pid' (PID): 'x' is no number",
                "--pid=-1           | Invalid value for option '--pid' (PID): '-1' is no number",
                "--pid=5000000      | Invalid value for option '--pid': set pids: 5000000 is not in"
                        + " 0..4194304",
                "--tid=4294967297   | Invalid value for option '--tid': 4294967297 is too large for"
                        + " a process or thread",
                "--comm=sixteen-letters- | Invalid value for option '--comm': set comms:"
                        + " 'sixteen-letters-' is not 1 to 15 bytes without a NUL, as a thread's"
                        + " name is",
                "--uid=no-such-user | Invalid value for option '--uid' (USER): 'no-such-user' is"
                        + " neither a number nor a user in /etc/passwd",
                "--errno=EFOO       | Invalid value for option '--errno' (ERROR): 'EFOO' is no"
                        + " error: give names or numbers, such as ENOENT",
                "--name-prefix=     | Invalid value for option '--name-prefix': set namePrefix: 0"
                        + " bytes; it needs 1 to 255 without a NUL",
                "--max-latency=10us | Invalid value for option '--max-latency': set latency of a"
                        + " listener: PT0.00001S is neither zero nor at least a millisecond",
                "--count            | Missing required parameter for option '--count' (N)",
                "--count=0          | Invalid value for option '--count': '0' is no number from 1 on",
                "--count=many       | Invalid value for option '--count': 'many' is no number from 1"
                        + " on",
                "--duration=soon    | Invalid value for option '--duration': 'soon' is no time span:"
                        + " give a number with ns, us, ms, s, m or h, such as 500ms, 10s",
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--succeeded --failed       | --succeeded and --failed together let no call pass",
                "--succeeded --errno ENOENT | --succeeded and --errno together let no call pass",
                "--no-paths --path-prefix / | --path-prefix and --path-suffix need paths: no"
                        + " --no-paths",
                "rm -- x                    | 'rm' is no option: a command to run is written after"
                        + " --",
                "--ring-size 8K             | set ring size: 8192 bytes hold no event with its path,"
                        + " 16384 do",
            })
    void options_that_contradict_each_other_are_answered_in_two_lines(
            String options, String message) {
        Shell shell = Shell.run(("unlink " + options).split(" "));
        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.err())
                .isEqualTo("fentry4j: " + message + "\nTry: fentry4j unlink --help\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--interval 1s          | --interval is for --count-by and --hist",
                "--hist took --count 3  | --count is for calls: not with --count-by or --hist",
                "--hist took --entry-only | --fields, --entry-only and --ring-size are for calls: not"
                        + " with --count-by or --hist",
                "--hist took --interval 0 | --interval 0: a time is needed",
                "--mode probe           | Invalid value for option '--mode': 'probe' is not fentry,"
                        + " kprobe or kprobe.multi",
                "--ring-size 5000       | ring buffer of 5000 bytes: a power of two of at least 4096"
                        + " is needed",
                "--count-by comm vfs_*  | 'vfs_*': --count-by and --hist take names of functions, no"
                        + " globs",
            })
    void options_of_trace_that_contradict_each_other_are_answered_in_two_lines(
            String options, String message) {
        String[] words = ("trace vfs_read " + options).split(" ");
        Shell shell = Shell.run(words);
        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.err())
                .isEqualTo("fentry4j: " + message + "\nTry: fentry4j trace --help\n");
    }

    @Test
    void a_file_that_cannot_be_written_is_told_before_anything_else() {
        Shell shell = Shell.run("unlink", "--output", "/nowhere/events");
        assertThat(shell.status()).isEqualTo(1);
        assertThat(shell.err())
                .isEqualTo("fentry4j: create '/nowhere/events': there is no such folder\n");
    }

    @Test
    void with_a_command_its_own_failures_have_a_status_of_their_own() {
        Shell shell = Shell.run("unlink", "--output", "/nowhere/events", "--", "true", "--help");
        assertThat(shell.status()).isEqualTo(125);
    }
}
