package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `bin/fentry4j unlink` with filters and a summary. Each start of it takes seconds in an emulated
/// machine, so each test asks for as much at once as it can.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(240)
class CommandLineFiltersTest {

    @TempDir private Path folder;

    private CommandLine attached(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(CommandLine.launcher(), "unlink"));
        command.addAll(List.of(options));
        CommandLine run = CommandLine.start(folder, command);
        run.awaitAttached();
        return run;
    }

    private Path file(String name) throws Exception {
        return Files.createFile(folder.resolve(name));
    }

    @Test
    void all_filters_must_hold_and_the_header_says_what_is_attached() throws Exception {
        Path full = Files.createDirectory(folder.resolve("full"));
        file("full/kept.o");
        CommandLine run =
                attached(
                        "--json",
                        "--header",
                        "--directories",
                        "--pid=" + ProcessHandle.current().pid(),
                        "--uid=root",
                        "--mount-ns=/proc/self/ns/mnt",
                        "--path-prefix=" + folder + "/",
                        "--errno=ENOENT,ENOTEMPTY",
                        "--max-latency=0",
                        "--count=2");
        new ProcessBuilder("rm", "-f", folder + "/by_another_process").start().waitFor();
        Files.delete(file("deleted"));
        Native.unlink("/nowhere_below_the_prefix");
        Native.unlink(full.toString()); // EISDIR
        Native.unlink(folder + "/missing");
        assertThat(full.toFile().delete()).isFalse();

        assertThat(run.exitStatus()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .matches(
                        "\\{\"header\":\\{\"mode\":\"(fentry|kprobe)\",\"functions\":\\[\"\\w+\","
                                + "\"\\w+\"],\"kernel\":\""
                                + Pattern.quote(System.getProperty("os.version"))
                                + "\"}}");
        assertThat(lines.get(1))
                .contains("\"path\":\"" + folder + "/missing\",\"pathState\":\"resolved\"")
                .contains("\"errno\":\"ENOENT\"", "\"kind\":\"file\"");
        assertThat(lines.get(2))
                .contains("\"path\":\"" + full + "\"")
                .contains("\"errno\":\"ENOTEMPTY\"", "\"kind\":\"directory\"");
        assertThat(run.err())
                .containsPattern("seen \\d+, filtered [1-9]\\d*, delivered 2, lost 0")
                .doesNotContain("no absolute paths");
    }

    @Test
    void a_summary_counts_what_its_filters_let_pass() throws Exception {
        CommandLine run =
                attached(
                        "--summary",
                        "--pid=" + ProcessHandle.current().pid(),
                        "--name-suffix=.o",
                        "--count=3");
        Files.delete(file("a.o"));
        Files.delete(file("a.c"));
        Files.delete(file("b.o"));
        Native.unlink("/nowhere/c.o");

        assertThat(run.exitStatus()).isZero();
        assertThat(run.out())
                .matches(
                        "(?s)# \\w+ by \\w+, \\w+\n"
                                + " +DELETED +FAILED +TIME PROCESS\n"
                                + " +2 +1 [^\n]+ "
                                + ProcessHandle.current().pid()
                                + " [^\n]+\n\n"
                                + " +DELETED +FAILED +TIME DIRECTORY\n"
                                + " +2 +0 [^\n]+ "
                                + folder
                                + "\n +0 +1 [^\n]+ \\? /nowhere\n\n"
                                + " +DELETED +FAILED +TIME ERRNO\n"
                                + " +2 +0 [^\n]+ none\n"
                                + " +0 +1 [^\n]+ ENOENT\n");
    }
}
