package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `bin/fentry4j unlink -- COMMAND`.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(240)
class CommandLineTracedTest {

    @TempDir private Path folder;

    /// A shell that runs `script` in the test's folder.
    private CommandLine trace(List<String> options, String script) throws Exception {
        return trace(List.of(), options, script);
    }

    /// @param prefix what starts the command line
    private CommandLine trace(List<String> prefix, List<String> options, String script)
            throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(CommandLine.launcher(), "unlink"));
        command.addAll(options);
        command.addAll(List.of("--", "sh", "-c", "cd \"$1\" && " + script, "sh"));
        command.add(folder.toString());
        return CommandLine.start(folder, command);
    }

    @Test
    void it_reports_what_the_command_and_its_children_delete_and_nothing_else() throws Exception {
        CommandLine run =
                trace(
                        List.of("--json"),
                        "echo printed; touch a; rm a; (touch b; rm b) & wait; (sh -c 'rm c'); exit 3");
        int others = 0;
        while (run.isRunning()) {
            Files.delete(Files.createFile(folder.resolve("other")));
            others++;
        }

        assertThat(run.exitStatus()).isEqualTo(3);
        assertThat(others).isPositive();
        assertThat(run.out()).isEqualTo("printed\n");
        List<String> events = run.err().lines().filter(line -> line.startsWith("{")).toList();
        assertThat(events).hasSize(3);
        assertThat(events.get(0)).contains("\"path\":\"" + folder + "/a\"", "\"errno\":null");
        assertThat(events.get(1)).contains("\"path\":\"" + folder + "/b\"", "\"errno\":null");
        assertThat(events.get(2)).contains("\"path\":\"" + folder + "/c\"", "\"errno\":\"ENOENT\"");
        assertThat(run.err()).contains("delivered 3, lost 0").doesNotContain("attached");
    }

    @Test
    void a_signal_ends_the_command_too_and_what_it_then_deletes_is_reported() throws Exception {
        Path report = folder.resolve("report");
        CommandLine run =
                trace(
                        List.of("--quiet", "--output", report.toString()),
                        "trap 'rm last; exit 9' TERM; touch last ready;"
                                + " while :; do sleep 0.05; done");
        while (!Files.exists(folder.resolve("ready"))) {
            assertThat(run.isRunning()).as(run.err()).isTrue();
        }
        run.signal("TERM");

        assertThat(run.exitStatus()).isEqualTo(143);
        assertThat(report)
                .content()
                .containsPattern(
                        "^# \\w+ by \\w+, \\w+\nTIME .*  PATH\n.* rm .* " + folder + "/last\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEmpty();
        assertThat(folder.resolve("last")).doesNotExist();
    }

    @Test
    void a_command_is_followed_in_a_container_too() throws Exception {
        CommandLine run =
                trace(
                        List.of("unshare", "--pid", "--fork", "--mount-proc"),
                        List.of("--json", "--quiet"),
                        "touch a; rm a");

        assertThat(run.exitStatus()).isZero();
        assertThat(run.err().lines().toList())
                .singleElement()
                .asString()
                .contains("\"path\":\"" + folder + "/a\"", "\"nsPid\":");
    }

    /// A terminal sends the signal to all processes of the group in the foreground.
    @Test
    void ctrl_c_reaches_the_command_and_what_it_then_deletes_is_reported() throws Exception {
        CommandLine run =
                trace(
                        List.of("setsid"),
                        List.of("--json", "--quiet"),
                        "trap 'rm last; exit 9' INT; touch last ready;"
                                + " while :; do sleep 0.05; done");
        while (!Files.exists(folder.resolve("ready"))) {
            assertThat(run.isRunning()).as(run.err()).isTrue();
        }
        run.signalGroup("INT");

        assertThat(run.exitStatus()).isEqualTo(130);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList())
                .singleElement()
                .asString()
                .contains("\"path\":\"" + folder + "/last\"", "\"errno\":null");
        assertThat(folder.resolve("last")).doesNotExist();
    }

    @Test
    void a_command_that_does_not_exist_is_told_as_the_shell_does() throws Exception {
        CommandLine run =
                CommandLine.start(
                        folder,
                        List.of(CommandLine.launcher(), "unlink", "--", "no-such-program", "-x"));

        assertThat(run.exitStatus()).isEqualTo(127);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("fentry4j: ", "\"no-such-program\"");
    }
}
