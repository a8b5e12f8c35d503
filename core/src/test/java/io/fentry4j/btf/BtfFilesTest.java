package io.fentry4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fentry4j.internal.elf.ElfBuilder;
import io.fentry4j.internal.elf.ElfSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BtfFilesTest {

    private final SampleBtf sample = new SampleBtf();

    @TempDir Path directory;

    @Test
    void rawBtfAndElfAreToldApartByTheirMagic() throws IOException {
        Path raw = Files.write(directory.resolve("raw"), sample.builder.bytes());
        Path elf = Files.write(directory.resolve("object.o"), object(sample.builder.bytes()));

        assertThat(Btf.read(raw).lastId()).isEqualTo(sample.builder.lastId());
        assertThat(Btf.read(elf).lastId()).isEqualTo(sample.builder.lastId());
        assertThat(Btf.ofObject(object(sample.builder.bytes())).function("do_unlinkat"))
                .isPresent();
    }

    @Test
    void aModuleFileIsSplitFromABaseThatIsGivenOrItsOwn() throws IOException {
        Btf base = sample.build();
        BtfBuilder split = new BtfBuilder(base.lastId(), sample.builder.stringBytes());
        int own = split.function("ext4_unlink", sample.prototype);
        Path module = Files.write(directory.resolve("m.ko"), object(split.bytes()));
        Path withBase =
                Files.write(
                        directory.resolve("b.ko"),
                        new ElfBuilder()
                                .section(".BTF", ElfSection.PROGBITS, split.bytes())
                                .section(".BTF.base", ElfSection.PROGBITS, sample.builder.bytes())
                                .bytes());

        String signature = "int ext4_unlink(int dfd, struct filename *name)";
        assertThat(Btf.read(module, base).toC(own)).isEqualTo(signature);
        assertThat(Btf.read(withBase).toC(own)).isEqualTo(signature);
    }

    @Test
    void anObjectWithoutBtfSaysWhatToDo() {
        byte[] empty = new ElfBuilder().bytes();
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> Btf.ofObject(empty))
                .withMessage("read BTF of an ELF object: it has no .BTF section (compile with -g)");
    }

    @Test
    void aDamagedElfIsABtfException() {
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> Btf.ofObject(new byte[] {0x7f, 'E', 'L', 'F'}))
                .withMessage(
                        "read BTF of an ELF object: ELF, offset 0x0: 4 bytes, a header has 64");
    }

    @Test
    void filesThatCannotBeReadAreNamed() {
        Path missing = directory.resolve("missing");
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> Btf.read(missing))
                .withMessage("read BTF of %s: it does not exist", missing);
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> Btf.read(directory))
                .withMessageStartingWith("read BTF of %s: ", directory);
    }

    @Test
    void theMessageAboutDamageNamesTheFile() throws IOException {
        Path file = Files.write(directory.resolve("bad"), new byte[30]);
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> Btf.read(file))
                .withMessage("BTF of %s, offset 0x0: magic 0x0000, BTF has 0xeb9f", file);
    }

    @Test
    void theKernelsFilesAreReadFromSysfs() throws IOException {
        BtfBuilder split = new BtfBuilder(sample.builder.lastId(), sample.builder.stringBytes());
        split.function("nf_hook", sample.prototype);
        Files.write(directory.resolve("vmlinux"), sample.builder.bytes());
        Files.write(directory.resolve("nf_tables"), split.bytes());

        BtfData vmlinux = BtfFiles.vmlinux(directory);

        assertThat(BtfFiles.modules(directory)).containsExactly("nf_tables");
        assertThat(BtfFiles.module(directory, "nf-tables", vmlinux).firstId)
                .isEqualTo(vmlinux.lastId + 1);
    }

    @Test
    void aKernelWithoutBtfSaysWhy() {
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> BtfFiles.vmlinux(directory))
                .withMessage(
                        "read the kernel's BTF: %s/vmlinux does not exist: the kernel was built"
                                + " without CONFIG_DEBUG_INFO_BTF, or sysfs is not mounted in this"
                                + " container",
                        directory);
        assertThat(BtfFiles.modules(directory.resolve("nothing"))).isEmpty();
    }

    @Test
    void aModuleThatIsNotThereSaysWhy() throws IOException {
        Files.write(directory.resolve("vmlinux"), sample.builder.bytes());
        BtfData vmlinux = BtfFiles.vmlinux(directory);

        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> BtfFiles.module(directory, "ext4", vmlinux))
                .withMessageStartingWith(
                        "read a module's BTF: %s/ext4 does not exist: the module is not loaded,",
                        directory);
        for (String name : new String[] {"../vmlinux", "vmlinux", "", "..", "a b"}) {
            assertThatExceptionOfType(BtfException.class)
                    .isThrownBy(() -> BtfFiles.module(directory, name, vmlinux))
                    .withMessage("read a module's BTF: '%s' is not a module's name", name);
        }
    }

    private static byte[] object(byte[] btf) {
        return new ElfBuilder().section(".BTF", ElfSection.PROGBITS, btf).bytes();
    }
}
