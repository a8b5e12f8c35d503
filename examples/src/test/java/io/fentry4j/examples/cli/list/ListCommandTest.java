package io.fentry4j.examples.cli.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fentry4j.examples.cli.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The list on the kernel that the build runs on, with or without root, tracefs and modules.
@Timeout(120)
class ListCommandTest {

    @BeforeEach
    void needsBtf() {
        assumeThat(Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")))
                .as("this kernel shows its BTF")
                .isTrue();
    }

    @Test
    void names_are_printed_one_a_line_and_counted_on_standard_error() {
        Shell shell = Shell.run("list", "vfs_*", "vfs_read");

        assertThat(shell.status()).isZero();
        List<String> names = shell.out().lines().toList();
        assertThat(names).contains("vfs_read").doesNotHaveDuplicates();
        assertThat(names).allMatch(name -> name.matches("(\\w+:)?vfs_\\w*"));
        assertThat(shell.err())
                .matches(
                        "(?s)"
                                + names.size()
                                + " of \\d+ can be traced by fentry\n(not read: .*)?");
    }

    @Test
    void those_that_cannot_be_traced_have_the_reason() {
        Shell shell = Shell.run("list", "--why-not", "*printk*");

        assertThat(shell.status()).isZero();
        assertThat(shell.out()).contains("_printk  it has variable arguments\n");
        assertThat(shell.out().lines()).allMatch(line -> line.contains("  "));
    }

    @Test
    void all_are_told_apart_by_the_first_word() {
        Shell shell = Shell.run("list", "--all", "_printk", "vfs_read");

        assertThat(shell.out())
                .isEqualTo("no   _printk  it has variable arguments\nyes  vfs_read\n");
        assertThat(shell.err()).startsWith("1 of 2 can be traced by fentry\n");
    }

    @Test
    void a_mechanism_can_be_chosen() {
        assertThat(Shell.run("list", "--by", "kprobe", "--all", "_printk").out())
                .isEqualTo("yes  _printk\n");
        assertThat(Shell.run("list", "--by", "uprobe").err())
                .contains("'uprobe' is not fentry, fexit or kprobe");
    }

    @Test
    void json_has_the_signature_and_the_verdicts() {
        Shell shell = Shell.run("list", "--json", "vfs_read");

        assertThat(shell.out())
                .startsWith(
                        "{\"function\":\"vfs_read\",\"module\":null,\"signature\":\"ssize_t"
                                + " vfs_read(struct file *file, ")
                .contains("{\"name\":\"file\",\"type\":\"struct file *\",\"size\":8,")
                .contains("\"fentry\":{\"traceable\":true,\"reason\":\"traceable\",")
                .endsWith("\"suggestions\":[]}\n");
    }

    @Test
    void a_name_that_is_not_there_is_answered_with_near_ones() {
        Shell shell = Shell.run("list", "vfs_raed", "\u001b");

        assertThat(shell.status()).isEqualTo(1);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .startsWith("fentry4j: list: no such function in BTF [btf=")
                .contains("\n  vfs_raed: ", "\n  \\x1b: ")
                .contains("did you mean vfs_read");
    }

    @Test
    void a_glob_that_nothing_matches_is_a_failure() {
        Shell shell = Shell.run("list", "no_such_function_*");

        assertThat(shell.status()).isEqualTo(1);
        assertThat(shell.err()).matches("fentry4j: list: no such function in BTF \\[btf=.*]\n");
    }
}
