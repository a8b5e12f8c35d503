package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `bin/fentry4j list` and `signature` as a person runs them.
@Tag("kernel")
@Tag("one-kernel")
@Timeout(240)
class FunctionCommandsTest {

    @TempDir private Path folder;

    private CommandLine run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(CommandLine.launcher()));
        command.addAll(List.of(arguments));
        return CommandLine.start(folder, command);
    }

    @Test
    void all_functions_are_listed_those_of_modules_with_their_module() throws Exception {
        CommandLine run = run("list");

        assertThat(run.exitStatus()).isZero();
        List<String> names = run.out().lines().toList();
        assertThat(names)
                .hasSizeGreaterThan(30_000)
                .doesNotHaveDuplicates()
                .contains("do_unlinkat", "overlay:ovl_unlink")
                .doesNotContain("_printk", "migrate_disable");
        assertThat(run.err()).matches(names.size() + " of \\d+ can be traced by fentry\n");
    }

    @Test
    void the_others_are_listed_with_the_reason() throws Exception {
        CommandLine run = run("list", "--why-not", "migrate_*able", "_printk", "overlay:ovl_un*");

        assertThat(run.exitStatus()).isZero();
        assertThat(run.out())
                .contains("_printk  it has variable arguments\n")
                .contains("migrate_disable  it is on the kernel's deny list")
                .doesNotContain("ovl_unlink");
    }

    @Test
    void without_root_the_question_is_answered_and_what_was_not_read_is_told() throws Exception {
        CommandLine run =
                CommandLine.start(
                        folder,
                        List.of(
                                "setpriv",
                                "--bounding-set=-all",
                                "--inh-caps=-all",
                                "--reuid=65534",
                                "--clear-groups",
                                CommandLine.launcherForEveryone(),
                                "list",
                                "vfs_unlink*"));

        assertThat(run.exitStatus()).as(run.err()).isZero();
        assertThat(run.out()).contains("vfs_unlink\n");
        assertThat(run.err())
                .contains(" can be traced by fentry\n")
                .contains(
                        "not read: available_filter_functions=not readable; nothing was ruled out");
    }

    @Test
    void a_signature_has_the_types_of_this_kernel() throws Exception {
        CommandLine run = run("signature", "--types", "do_unlinkat", "overlay:ovl_unlink");

        assertThat(run.exitStatus()).isZero();
        assertThat(run.out())
                .startsWith(
                        """
                        int do_unlinkat(int dfd, struct filename *name);
                          fentry, fexit: can be traced
                          kprobe: can be probed
                        struct filename {
                            const char *name;
                        """)
                .contains(
                        "\nint ovl_unlink(struct inode *dir, struct dentry *dentry); // overlay\n")
                .contains("\nstruct inode {\n");
    }
}
