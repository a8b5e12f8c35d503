package io.fentry4j.internal.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ElfStripperTest {

    private final byte[] object = ElfFileTest.object();

    @Test
    void dwarfIsEmptiedAndEverySectionKeepsItsIndex() {
        ElfFile before = ElfFile.parse(object);
        ElfFile after = ElfFile.parse(ElfStripper.withoutDwarf(object));

        assertThat(after.sections())
                .extracting(ElfSection::name)
                .isEqualTo(before.sections().stream().map(ElfSection::name).toList());
        for (ElfSection section : after.sections()) {
            byte[] expected =
                    section.name().contains("debug_")
                            ? new byte[0]
                            : before.bytes(before.sections().get(section.index()));
            assertThat(after.bytes(section)).as(section.name()).isEqualTo(expected);
        }
        assertThat(after.symbols()).isEqualTo(before.symbols());
        assertThat(after.section(".bss").orElseThrow().size()).isEqualTo(4096);
    }

    @Test
    void theObjectGetsSmallerByItsDwarf() {
        assertThat(ElfStripper.withoutDwarf(object)).hasSize(object.length - 104 - 32);
    }

    @Test
    void sectionsKeepTheirAlignment() {
        ElfFile stripped = ElfFile.parse(ElfStripper.withoutDwarf(object));
        assertThat(stripped.sections()).allMatch(section -> section.offset() % 8 == 0);
    }

    @Test
    void strippingTwiceChangesNothingMore() {
        byte[] once = ElfStripper.withoutDwarf(object);
        assertThat(ElfStripper.withoutDwarf(once)).isEqualTo(once);
    }

    @Test
    void theInputStaysAsItIs() {
        byte[] copy = object.clone();
        ElfStripper.withoutDwarf(object);
        assertThat(object).isEqualTo(copy);
    }

    @Test
    void onlyRelocatableObjectsAreStripped() {
        object[16] = 2;
        assertThatExceptionOfType(ElfException.class)
                .isThrownBy(() -> ElfStripper.withoutDwarf(object))
                .withMessage(
                        "ELF, offset 0x10: file type 2, only a relocatable object (1) can be"
                                + " stripped");
    }
}
