package io.fentry4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fentry4j.btf.KernelFunction.Obstacle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is the same in every kernel, read from the one that runs the test.
class RunningKernelBtfTest {

    private static Btf btf = new SampleBtf().build();

    @BeforeAll
    static void readTheKernelsBtf() {
        assumeTrue(
                Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")),
                "this kernel shows no BTF of its own");
        btf = Btf.vmlinux();
    }

    @Test
    void everyTypeIsReadAndWritten() {
        long characters = 0;
        for (int id = 0; id <= btf.lastId(); id++) {
            if (!(btf.type(id) instanceof BtfType.Datasec
                    || btf.type(id) instanceof BtfType.DeclTag)) {
                characters += btf.toC(id).length();
                characters += btf.definition(id).length();
            }
        }
        assertThat(btf.lastId()).isGreaterThan(10_000);
        assertThat(characters).isGreaterThan(btf.lastId());
    }

    @Test
    void theFunctionThatDeletesFilesIsThereUnderOneOfItsNames() {
        KernelFunction function =
                btf.kernelFunction("do_unlinkat")
                        .or(() -> btf.kernelFunction("filename_unlinkat"))
                        .orElseThrow();

        assertThat(function.signature())
                .matches("(int|long int) \\w+_unlinkat\\(int dfd, struct filename \\*name\\)");
        assertThat(function.traceable()).isTrue();
        assertThat(function.returns().slot()).isEqualTo(2);
        assertThat(function.returns().signed()).isTrue();
    }

    @Test
    void signaturesKeepTypedefsAndPointers() {
        assertThat(btf.kernelFunction("vfs_read").orElseThrow().signature())
                .isEqualTo(
                        "ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos)");
        assertThat(btf.kernelFunction("_printk").or(() -> btf.kernelFunction("printk")))
                .flatMap(KernelFunction::obstacle)
                .contains(Obstacle.VARIADIC);
    }

    @Test
    void structsHaveTheSizesOfC() {
        int list = btf.find("list_head", BtfType.Struct.class).orElseThrow().id();

        assertThat(btf.sizeOf(list)).isEqualTo(16);
        assertThat(btf.definition(list))
                .isEqualTo(
                        "struct list_head {\n    struct list_head *next;\n    struct list_head"
                                + " *prev;\n};");
        assertThat(btf.member(list, "prev")).map(BtfType.Member::offset).contains(8);
    }

    @Test
    void aTypingErrorFindsTheFunction() {
        assertThat(btf.similarFunctions("vfs_raed", 5)).contains("vfs_read");
    }
}
