package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.Errno;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.LibbpfUnavailableException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.VerifierException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailureReportTest {

    /// Does nothing but fail.
    @Command(name = "failing")
    private record Failing(Exception failure) implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    private static String report(Exception failure, boolean verbose) {
        StringWriter err = new StringWriter();
        int status =
                new CommandLine(new Failing(failure))
                        .setErr(new PrintWriter(err))
                        .setExecutionExceptionHandler(new FailureReport(() -> verbose))
                        .execute();
        assertThat(status).isEqualTo(1);
        return err.toString();
    }

    @Test
    void cause_facts_and_advice_have_lines_of_their_own() {
        Failure failure =
                Failure.of("load 'Unlink'", "this process lacks CAP_BPF")
                        .errno(Errno.EPERM)
                        .observe("CapEff", "0")
                        .observe("release", "6.12")
                        .advise("run as root")
                        .advise("give it the capability");
        assertThat(report(new PermissionException(failure), false))
                .isEqualTo(
                        """
                        fentry4j: load 'Unlink': this process lacks CAP_BPF (EPERM: Operation not permitted)
                          observed: CapEff=0, release=6.12
                          what to do: run as root
                          what to do: give it the capability
                        """);
    }

    @Test
    void a_failure_without_facts_is_one_line() {
        var failure = new LibbpfUnavailableException(Failure.of("load libbpf", "it was not found"));
        assertThat(report(failure, false)).isEqualTo("fentry4j: load libbpf: it was not found\n");
    }

    @Test
    void the_log_is_kept_for_verbose() {
        Failure failure =
                Failure.of("load 'Unlink'", "the verifier rejected 'f'")
                        .log(
                                List.of(
                                        "libbpf: prog 'f': load failed\n",
                                        "0: (85) call unknown#1\n"));
        var rejected = new VerifierException(failure, "f", "summary", "log", Optional.empty());
        assertThat(report(rejected, false))
                .isEqualTo(
                        """
                        fentry4j: load 'Unlink': the verifier rejected 'f'
                          more: --verbose shows what libbpf and the verifier said
                        """);
        assertThat(report(rejected, true))
                .startsWith(
                        """
                        fentry4j: load 'Unlink': the verifier rejected 'f'
                        libbpf and the verifier said:
                          libbpf: prog 'f': load failed
                          0: (85) call unknown#1
                        io.fentry4j.failure.VerifierException: load 'Unlink'\
                        """)
                .containsPattern("\tat .*\\.FailureReportTest\\.");
    }

    @Test
    void a_failed_write_says_only_that() {
        assertThat(report(new IOException("write to standard output: disk full"), false))
                .isEqualTo("fentry4j: write to standard output: disk full\n");
    }

    @Test
    void a_mistake_of_the_program_shows_its_stack_only_with_verbose() {
        var mistake = new IllegalStateException("impossible");
        assertThat(report(mistake, false))
                .isEqualTo(
                        """
                        fentry4j: unexpected: java.lang.IllegalStateException: impossible
                          what to do: report it with the output of --verbose
                        """);
        assertThat(report(mistake, true)).containsPattern("\tat .*\\.FailureReportTest\\.");
    }
}
