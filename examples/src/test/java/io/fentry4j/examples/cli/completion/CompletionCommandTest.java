package io.fentry4j.examples.cli.completion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.examples.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The script in a real bash.
@Timeout(60)
class CompletionCommandTest {

    @TempDir private Path folder;
    private Path script;

    @BeforeEach
    void print() throws IOException {
        Shell shell = Shell.run("completion");
        assertThat(shell.status()).isZero();
        script = Files.writeString(folder.resolve("fentry4j"), shell.out());
    }

    private String bash(String commands) throws IOException, InterruptedException {
        Process bash =
                new ProcessBuilder("bash", "--norc", "-c", commands)
                        .redirectErrorStream(true)
                        .start();
        String out = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out;
    }

    /// What bash offers for the last of these words, as a person gets it who presses TAB there.
    private List<String> completions(String... words) throws IOException, InterruptedException {
        return bash("source %s; complete -p fentry4j >&2 || exit 1; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_fentry4j; printf '%%s\\n' \"${COMPREPLY[@]}\""
                        .formatted(script, String.join(" ", words), words.length - 1))
                .lines()
                .toList();
    }

    @Test
    void bash_accepts_the_script() throws Exception {
        assertThat(bash("bash -n " + script)).isEmpty();
    }

    @Test
    void commands_are_completed() throws Exception {
        assertThat(completions("fentry4j", "sig")).contains("signature");
        assertThat(completions("bin/fentry4j", "tr")).contains("trace-pipe");
    }

    @Test
    void options_of_a_command_are_completed() throws Exception {
        assertThat(completions("fentry4j", "trace-pipe", "--gr")).contains("--grep");
        assertThat(completions("fentry4j", "list", "--why")).contains("--why-not");
    }
}
