package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TracedCommandTest {

    @TempDir private Path folder;

    private static TracedCommand shell(String script) throws IOException {
        return TracedCommand.start(List.of("sh", "-c", script));
    }

    @Test
    void its_exit_status_is_passed_on_and_its_end_is_told() throws Exception {
        TracedCommand command = shell("exit 3");
        CountDownLatch told = new CountDownLatch(1);
        command.whenEnded(told::countDown);
        told.await();
        assertThat(command.await()).isEqualTo(3);
    }

    @Test
    void a_signal_that_ended_it_is_told_as_the_shell_does() throws Exception {
        assertThat(shell("kill -9 $$").await()).isEqualTo(137);
        assertThat(shell("kill -15 $$").await()).isEqualTo(143);
    }

    @Test
    void one_that_does_not_end_by_itself_gets_a_sigterm() throws Exception {
        TracedCommand command = shell("exec sleep 1000");
        command.end();
        assertThat(command.await()).isEqualTo(143);
    }

    @Test
    void why_it_cannot_be_started_is_told_as_the_shell_does() throws IOException {
        Path file = Files.createFile(folder.resolve("not-executable"));
        Optional<String> path = Optional.of("/nowhere:" + folder);
        assertThatThrownBy(() -> TracedCommand.start(List.of(file.toString())))
                .isInstanceOf(IOException.class);
        assertThat(TracedCommand.statusWithout(file.toString(), path)).isEqualTo(126);
        assertThat(TracedCommand.statusWithout("not-executable", path)).isEqualTo(126);
        assertThat(TracedCommand.statusWithout(folder.toString(), path)).isEqualTo(126);
        assertThat(TracedCommand.statusWithout("no-such-program", path)).isEqualTo(127);
        assertThat(TracedCommand.statusWithout("/nowhere/x", path)).isEqualTo(127);
        assertThat(TracedCommand.statusWithout("", path)).isEqualTo(127);
        assertThat(TracedCommand.statusWithout("no-such-program", Optional.empty())).isEqualTo(127);
    }
}
