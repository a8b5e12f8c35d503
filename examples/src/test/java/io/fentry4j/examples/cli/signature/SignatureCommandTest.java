package io.fentry4j.examples.cli.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fentry4j.examples.cli.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Prototypes of the kernel that the build runs on.
@Timeout(120)
class SignatureCommandTest {

    @BeforeEach
    void needsBtf() {
        assumeThat(Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")))
                .as("this kernel shows its BTF")
                .isTrue();
    }

    @Test
    void the_prototype_comes_first_then_what_can_trace_it() {
        Shell shell = Shell.run("signature", "vfs_read");

        assertThat(shell.status()).isZero();
        assertThat(shell.out())
                .startsWith(
                        "ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t"
                                + " *pos);\n  fentry, fexit")
                .contains("can be traced");
    }

    @Test
    void what_stands_against_it_is_told_for_each_mechanism() {
        Shell shell = Shell.run("signature", "_printk");

        assertThat(shell.status()).isZero();
        assertThat(shell.out())
                .startsWith("int _printk(const char *fmt, ...);\n")
                .contains("  fentry, fexit: it has variable arguments [signature=")
                .contains("  kprobe: can be probed");
    }

    @Test
    void types_are_expanded_one_level_each_once() {
        Shell shell = Shell.run("signature", "--types", "do_renameat2", "filename_renameat2");

        assertThat(shell.out()).contains("struct filename {\n    const char *name;");
        assertThat(shell.out().split("struct filename \\{", -1)).hasSize(2);
    }

    @Test
    void types_are_in_json_too() {
        assertThat(Shell.run("signature", "--json", "--types", "vfs_read").out())
                .contains("\"types\":[\"struct file {\\n");
        assertThat(Shell.run("signature", "--json", "vfs_read").out()).doesNotContain("\"types\"");
    }

    @Test
    void a_misspelt_name_is_answered_with_near_ones_and_the_others_are_printed() {
        Shell shell = Shell.run("signature", "vfs_raed", "vfs_read");

        assertThat(shell.status()).isEqualTo(1);
        assertThat(shell.out())
                .startsWith("vfs_raed\n  fentry, fexit, kprobe: ")
                .contains("did you mean vfs_read")
                .contains("\nssize_t vfs_read(");
    }

    @Test
    void a_name_is_demanded() {
        Shell shell = Shell.run("signature");

        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.err())
                .isEqualTo(
                        """
                        fentry4j: Missing required parameter: 'FUNCTION'
                        Try: fentry4j signature --help
                        """);
    }
}
