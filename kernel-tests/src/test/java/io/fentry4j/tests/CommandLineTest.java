package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `bin/fentry4j unlink` as a person runs it.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(120)
class CommandLineTest {

    @TempDir private Path folder;

    private CommandLine attached(String... options) throws Exception {
        CommandLine command =
                CommandLine.start(
                        folder,
                        java.util.stream.Stream.concat(
                                        java.util.stream.Stream.of(
                                                CommandLine.launcher(), "unlink"),
                                        java.util.stream.Stream.of(options))
                                .toList());
        command.awaitAttached();
        return command;
    }

    @Test
    void one_event_as_json_has_the_name_that_was_passed() throws Exception {
        CommandLine command = attached("--json", "--count", "1");
        Path file = Files.createFile(folder.resolve("victim \"x\"\n"));
        Files.delete(file);

        assertThat(command.exitStatus()).isZero();
        assertThat(command.out().lines()).hasSize(1);
        assertThat(command.out())
                .contains("\"name\":\"" + folder + "/victim \\\"x\\\"\\n\"")
                .contains("\"ret\":0,\"errno\":null")
                .contains("\"pid\":" + ProcessHandle.current().pid());
        assertThat(command.err()).contains("seen ").contains("lost 0");
    }

    @Test
    void columns_show_a_failed_deletion_and_escape_control_characters() throws Exception {
        CommandLine command = attached("--count", "1");
        Native.unlink(folder + "/\u001b[2Jno");

        assertThat(command.exitStatus()).isZero();
        assertThat(command.out())
                .contains("\\x1b[2Jno")
                .contains("ENOENT")
                .doesNotContain("\u001b");
    }

    @Test
    void an_interrupt_ends_it_with_a_summary() throws Exception {
        CommandLine command = attached();
        command.signal("INT");

        assertThat(command.exitStatus()).isEqualTo(130);
        assertThat(command.err()).contains("seen ").contains("delivered ").contains("lost ");
    }

    @Test
    void a_termination_ends_it_with_a_summary() throws Exception {
        CommandLine command = attached();
        command.signal("TERM");

        assertThat(command.exitStatus()).isEqualTo(143);
        assertThat(command.err()).contains("seen ");
    }

    @Test
    void a_duration_ends_it() throws Exception {
        CommandLine command =
                CommandLine.start(
                        folder, List.of(CommandLine.launcher(), "unlink", "--duration", "100ms"));

        assertThat(command.exitStatus()).isZero();
        assertThat(command.err()).contains("attached").contains("seen ");
    }
}
