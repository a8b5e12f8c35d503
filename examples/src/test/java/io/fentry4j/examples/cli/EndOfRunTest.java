package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class EndOfRunTest {

    @Test
    void a_request_ends_the_wait() throws InterruptedException {
        try (EndOfRun end = EndOfRun.install()) {
            Thread.ofPlatform().start(end::request);
            end.await();
        }
    }

    @Test
    void a_request_is_kept_for_a_wait_that_begins_later() throws InterruptedException {
        try (EndOfRun end = EndOfRun.install()) {
            end.request();
            end.request();
            end.await();
            end.await(Duration.ofDays(1));
        }
    }

    @Test
    void the_wait_ends_after_its_time() throws InterruptedException {
        try (EndOfRun end = EndOfRun.install()) {
            long start = System.nanoTime();
            end.await(Duration.ofMillis(20));
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
    void a_signal_lets_the_run_report_and_then_sets_the_exit_status(String signal, int status)
            throws IOException, InterruptedException {
        Process process = startWaitingProgram();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("waiting");
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(out.readLine()).isEqualTo("cleaned up");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(status);
        } finally {
            process.destroyForcibly();
        }
    }

    /// `env --default-signal`: a shell without job control starts what is in its background, and so
    /// maybe this test, with SIGINT ignored, and Java then leaves it so.
    private static Process startWaitingProgram() throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        return new ProcessBuilder(
                        "env",
                        "--default-signal=HUP,INT,TERM",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        target.resolve("classes") + ":" + target.resolve("test-classes"),
                        WaitingProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
