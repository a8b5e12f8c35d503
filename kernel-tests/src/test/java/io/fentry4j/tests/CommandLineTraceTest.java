package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `bin/fentry4j trace`.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(240)
class CommandLineTraceTest {

    @TempDir private Path folder;

    private CommandLine trace(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(CommandLine.launcher(), "trace"));
        command.addAll(List.of(options));
        return CommandLine.start(folder, command);
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void a_call_is_a_line_with_arguments_result_and_time() throws Exception {
        Path file = Files.createFile(folder.resolve("test file"));
        CommandLine run =
                trace("do_unlinkat", "--where", "comm == \"rm\"", "--count", "1", "--stack");
        run.awaitSaid("tracing do_unlinkat; Ctrl-C ends");
        run("rm", file.toString());

        assertThat(run.exitStatus()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.getFirst())
                .matches(
                        "do_unlinkat\\(dfd=AT_FDCWD, name=\""
                                + file
                                + "\"\\) = 0  \\[\\d.*s] rm\\[\\d+]");
        assertThat(lines.get(1)).matches("    do_unlinkat\\+0x[0-9a-f]+");
        assertThat(lines.get(2)).matches("    __x64_sys_unlink(at)?\\+0x[0-9a-f]+");
        assertThat(run.err()).containsPattern("seen \\d+, filtered \\d+, lost 0, missed \\d+");
    }

    @Test
    void functions_of_a_glob_are_traced_together_and_those_left_out_are_named() throws Exception {
        CommandLine run = trace("vfs_mkdir", "vfs_rmdi?", "no_such_function", "--json");
        run.awaitSaid("Ctrl-C ends");
        run("mkdir", folder.resolve("made").toString());
        run("rmdir", folder.resolve("made").toString());
        run.signal("INT");

        assertThat(run.exitStatus()).isEqualTo(130);
        assertThat(run.err())
                .contains("tracing vfs_mkdir, vfs_rmdir; Ctrl-C ends\n")
                .contains("  left out: no_such_function: ");
        // An overlay makes a directory in the file system below by the same function.
        assertThat(run.out().lines())
                .anySatisfy(line ->
                        assertThat(line)
                                .contains(
                                        "\"function\":\"vfs_mkdir\"",
                                        "\"dentry\":\"made\"",
                                        "\"comm\":\"mkdir\""))
                .anySatisfy(line ->
                        assertThat(line)
                                .contains(
                                        "\"function\":\"vfs_rmdir\"",
                                        "\"dentry\":\"made\"",
                                        "\"returned\":0"));
    }

    @Test
    void the_kernel_counts_by_keys_and_draws_histograms() throws Exception {
        CommandLine run =
                trace(
                        "vfs_read",
                        "--where",
                        "ret == 123",
                        "--count-by",
                        "comm,count",
                        "--hist",
                        "ret");
        run.awaitSaid("tracing vfs_read; Ctrl-C ends");
        Path file = Files.write(folder.resolve("read"), new byte[123]);
        for (int i = 0; i < 3; i++) {
            run("dd", "status=none", "bs=500", "of=/dev/null", "if=" + file);
        }
        run.signal("INT");

        assertThat(run.exitStatus()).isEqualTo(130);
        assertThat(run.out())
                .startsWith("# vfs_read by comm, count\n")
                .contains("         3  dd  500\n    ret:\n    [64, 128)          3 |#####");
        assertThat(run.err()).contains("lost 0");
    }

    @Test
    void intervals_are_printed_while_it_runs() throws Exception {
        CommandLine run = trace("vfs_read", "--count-by", "comm", "--interval", "100ms", "--json");
        run.awaitSaid("Ctrl-C ends");
        while (run.out().lines().count() < 3) {
            run("cat", "/proc/version");
        }
        run.signal("TERM");

        assertThat(run.exitStatus()).isEqualTo(143);
        assertThat(run.out().lines())
                .allSatisfy(line ->
                        assertThat(line)
                                .contains(
                                        "\"function\":\"vfs_read\"",
                                        "\"key\":{\"comm\":",
                                        "\"count\":"));
    }

    @Test
    void what_is_wrong_is_said_with_the_place_and_nothing_is_traced() throws Exception {
        CommandLine filter = trace("vfs_read", "--where", "cuont > 1");
        assertThat(filter.exitStatus()).isEqualTo(2);
        assertThat(filter.err())
                .contains(
                        "filter `cuont > 1`, column 1: no component and no argument `cuont`; did you"
                                + " mean `count`?");

        CommandLine function = trace("vfs_raed");
        assertThat(function.exitStatus()).isEqualTo(1);
        assertThat(function.err()).contains("did you mean", "vfs_read");
    }
}
