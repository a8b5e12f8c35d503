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

/// `bin/fentry4j trace-pipe` on what a user writes into the kernel's trace log.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(240)
class TracePipeCommandTest {

    private static final Path TRACEFS = Path.of("/sys/kernel/tracing");

    @TempDir private Path folder;

    private CommandLine reading(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(CommandLine.launcher(), "trace-pipe"));
        command.addAll(List.of(options));
        CommandLine run = CommandLine.start(folder, command);
        run.awaitSaid("reading " + TRACEFS + "/trace_pipe; Ctrl-C ends");
        return run;
    }

    private static void mark(String text) throws Exception {
        Files.writeString(TRACEFS.resolve("trace_marker"), text);
    }

    @Test
    void messages_have_their_context_and_are_filtered_and_counted() throws Exception {
        CommandLine run = reading("--json", "--count", "2", "--grep", "^wanted");
        mark("unwanted");
        mark("wanted one\nof two lines \u001b[2J");
        mark("wanted two");

        assertThat(run.exitStatus()).isZero();
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out().lines().findFirst().orElseThrow())
                .matches(
                        "\\{\"timeUs\":\\d+,\"pid\":\\d+,\"tgid\":null,\"comm\":\"[^\"]+\",\"cpu\":\\d,"
                                + "\"flags\":\"[^\"]{5}\",\"event\":\"tracing_mark_write\","
                                + "\"text\":\"wanted one\\\\nof two lines \\\\u001B\\[2J\"}");
        assertThat(run.err()).contains("read 3, shown 2, lost 0");
    }

    @Test
    void an_interrupt_ends_it_with_a_summary() throws Exception {
        CommandLine run = reading();
        run.signal("INT");

        assertThat(run.exitStatus()).isEqualTo(130);
        assertThat(run.err()).endsWith("lost 0\n");
        assertThat(run.out()).startsWith("          TIME     PID COMM            CPU FLAGS TEXT\n");
    }

    @Test
    void a_duration_ends_it() throws Exception {
        assertThat(reading("--duration", "100ms").exitStatus()).isZero();
    }

    @Test
    void a_second_reader_is_told_who_the_first_one_is() throws Exception {
        CommandLine first = reading();
        CommandLine second =
                CommandLine.start(folder, List.of(CommandLine.launcher(), "trace-pipe"));

        assertThat(second.exitStatus()).isEqualTo(1);
        assertThat(second.err())
                .startsWith(
                        "fentry4j: open the trace log: another process reads it, and the kernel lets"
                                + " one at a time (EBUSY: ")
                .containsPattern("observed: reader=\\d+ java\n")
                .endsWith("  what to do: end that process\n");
        first.signal("INT");
        first.exitStatus();
    }

    @Test
    void messages_that_were_written_over_are_counted() throws Exception {
        Path size = TRACEFS.resolve("buffer_size_kb");
        String before = Files.readString(size).replaceAll("[^0-9].*", "").strip();
        Files.writeString(size, "4");
        try {
            for (int i = 0; i < 2_000; i++) {
                mark("message " + i);
            }
            CommandLine run = reading("--duration", "2s");
            assertThat(run.exitStatus()).isZero();
            assertThat(run.err()).containsPattern("(?m)^lost \\d+ messages of CPU \\d: ");
            assertThat(run.err()).containsPattern("(?m)^read \\d+, shown \\d+, lost [1-9]\\d*$");
        } finally {
            Files.writeString(size, before);
        }
    }

    @Test
    void without_tracefs_the_mount_command_is_told() throws Exception {
        CommandLine run =
                CommandLine.start(
                        folder,
                        List.of(
                                "unshare",
                                "-m",
                                "sh",
                                "-c",
                                "umount -l /sys/kernel/debug /sys/kernel/tracing; exec \"$0\""
                                        + " trace-pipe",
                                CommandLine.launcher()));

        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("fentry4j: open the trace log: tracefs is not mounted")
                .endsWith("  what to do: mount -t tracefs nodev /sys/kernel/tracing\n");
    }
}
