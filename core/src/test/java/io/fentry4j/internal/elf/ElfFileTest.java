package io.fentry4j.internal.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ElfFileTest {

    private final byte[] object = object();
    private final ByteBuffer words = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);

    static byte[] object() {
        return new ElfBuilder()
                .section("fentry/do_unlinkat", ElfSection.PROGBITS, 6, new byte[16], 0)
                .section(".maps", ElfSection.PROGBITS, 3, new byte[32], 0)
                .section(".bss", ElfSection.NOBITS, 3, new byte[4096], 0)
                .section(".debug_info", ElfSection.PROGBITS, 0, new byte[100], 0)
                .section(".rel.debug_info", ElfSection.REL, 0, new byte[32], 4)
                .section(".BTF", ElfSection.PROGBITS, 0, new byte[] {1, 2, 3}, 0)
                .symbol("", 4, ElfSymbol.SECTION, ElfSymbol.LOCAL, 0, 0)
                .symbol("on_entry", 1, ElfSymbol.FUNC, ElfSymbol.GLOBAL, 0, 16)
                .symbol("events", 2, ElfSymbol.OBJECT, ElfSymbol.GLOBAL, 0, 24)
                .symbol("starts", 2, ElfSymbol.OBJECT, ElfSymbol.WEAK, 24, 8)
                .bytes();
    }

    @Test
    void sectionsAreReadWithTheirBytes() {
        ElfFile elf = ElfFile.parse(object);

        assertThat(elf.machine()).isEqualTo(ElfFile.EM_BPF);
        assertThat(elf.type()).isEqualTo(ElfFile.ET_REL);
        assertThat(elf.sections())
                .extracting(ElfSection::name)
                .containsExactly(
                        "",
                        "fentry/do_unlinkat",
                        ".maps",
                        ".bss",
                        ".debug_info",
                        ".rel.debug_info",
                        ".BTF",
                        ".symtab",
                        ".strtab");
        ElfSection program = elf.section("fentry/do_unlinkat").orElseThrow();
        assertThat(program.isExecutable()).isTrue();
        assertThat(program.index()).isEqualTo(1);
        assertThat(program.size()).isEqualTo(16);
        assertThat(elf.section(".maps").orElseThrow().isWritable()).isTrue();
        assertThat(elf.section(".rel.debug_info").orElseThrow().info()).isEqualTo(4);
        assertThat(elf.bytes(elf.section(".BTF").orElseThrow())).containsExactly(1, 2, 3);
        assertThat(elf.section("nothing")).isEmpty();
    }

    @Test
    void bssHasASizeButNoBytes() {
        ElfFile elf = ElfFile.parse(object);
        ElfSection bss = elf.section(".bss").orElseThrow();

        assertThat(bss.size()).isEqualTo(4096);
        assertThat(elf.bytes(bss)).isEmpty();
    }

    @Test
    void symbolsAreReadWithoutTheEmptyFirstOne() {
        ElfFile elf = ElfFile.parse(object);

        assertThat(elf.symbols())
                .containsExactly(
                        new ElfSymbol("", 4, 0, 0, ElfSymbol.SECTION, ElfSymbol.LOCAL, 0),
                        new ElfSymbol("on_entry", 1, 0, 16, ElfSymbol.FUNC, ElfSymbol.GLOBAL, 0),
                        new ElfSymbol("events", 2, 0, 24, ElfSymbol.OBJECT, ElfSymbol.GLOBAL, 0),
                        new ElfSymbol("starts", 2, 24, 8, ElfSymbol.OBJECT, ElfSymbol.WEAK, 0));
        assertThat(elf.symbols(elf.section(".maps").orElseThrow()))
                .extracting(ElfSymbol::name)
                .containsExactly("events", "starts");
        assertThat(elf.symbols().get(1).isFunction()).isTrue();
        assertThat(elf.symbols().get(3).isObject()).isTrue();
        assertThat(elf.symbols()).filteredOn(ElfSymbol::isGlobal).hasSize(3);
    }

    @Test
    void sectionsOfOtherFilesHaveNoBytesHere() {
        ElfSection other = ElfFile.parse(object).section(".maps").orElseThrow();
        ElfFile elf = ElfFile.parse(new ElfBuilder().bytes());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> elf.bytes(other))
                .withMessageEndingWith("is not of this file");
    }

    @Test
    void onlyLittleEndianElf64IsRead() {
        refused(() -> ElfFile.parse(new byte[3]), "ELF, offset 0x0: no ELF magic in 3 bytes");
        refused(
                () -> ElfFile.parse(Arrays.copyOf(object, 20)),
                "ELF, offset 0x0: 20 bytes, a header has 64");
        object[4] = 1;
        refused(this::parse, "ELF, offset 0x4: class 1, only ELF64 (2) is read");
        object[4] = 2;
        object[5] = 2;
        refused(this::parse, "ELF, offset 0x5: byte order 2, only little-endian is read");
    }

    @Test
    void whatLiesOutsideOfTheFileIsNamed() {
        int table = (int) words.getLong(40);
        words.putLong(table + 64 + 32, 1 << 20);
        refused(
                this::parse,
                "ELF, offset 0x%x: section 'fentry/do_unlinkat' has 1048576 bytes at 64, the file has %d"
                        .formatted(table + 64 + 24, object.length));
        words.putLong(40, -1);
        refused(
                this::parse,
                "ELF, offset 0x28: the section header table has 64 bytes at 18446744073709551615, the"
                        + " file has %d".formatted(object.length));
    }

    @Test
    void aNameOutsideOfTheStringTableIsNamed() {
        int table = (int) words.getLong(40);
        words.putInt(table + 64, 1 << 20);
        refused(
                this::parse,
                "ELF, offset 0x%x: a name at 1048576 of %d bytes of strings"
                        .formatted(table + 64, words.getLong(table + 8 * 64 + 32)));
    }

    @Test
    void changedBytesLeadToNothingButElfExceptions() {
        Random random = new Random(0xe1fL);
        int parsed = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = object.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at =
                        random.nextBoolean()
                                ? random.nextInt(64)
                                : bytes.length - 1 - random.nextInt(9 * 64 + 200);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
            }
            try {
                ElfFile elf = ElfFile.parse(bytes);
                elf.sections().forEach(elf::bytes);
                ElfStripper.withoutDwarf(bytes);
                parsed++;
            } catch (ElfException e) {
                assertThat(e).hasMessageStartingWith("ELF");
            } catch (RuntimeException e) {
                fail("round %d: %s".formatted(round, HexFormat.of().formatHex(bytes)), e);
            }
        }
        assertThat(parsed).isBetween(1_000, 19_000);
    }

    private void parse() {
        ElfFile.parse(object);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(ElfException.class).isThrownBy(call).withMessage(message);
    }
}
