package io.fentry4j.fuzz;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.internal.elf.ElfException;
import io.fentry4j.internal.elf.ElfFile;
import io.fentry4j.internal.elf.ElfSection;
import io.fentry4j.internal.elf.ElfStripper;
import io.fentry4j.internal.elf.SourceLines;

/// ELF files: only an [ElfException], or of the types in them a [BtfException], may come out. What
/// was stripped can be read again.
public final class ElfFuzzer {

    private ElfFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            ElfFile file = ElfFile.parse(input);
            for (ElfSection section : file.sections()) {
                file.bytes(section);
                file.symbols(section);
            }
        } catch (ElfException e) {
            // damaged, and seen to be so
        }
        try {
            SourceLines.of(input);
        } catch (ElfException e) {
            // likewise
        }
        try {
            BtfFuzzer.useAll(Btf.ofObject(input));
        } catch (BtfException e) {
            // likewise
        }
        byte[] stripped;
        try {
            stripped = ElfStripper.withoutDwarf(input);
        } catch (ElfException e) {
            return;
        }
        if (ElfFile.parse(stripped).sections().size() != ElfFile.parse(input).sections().size()) {
            throw new AssertionError("stripping changed the number of sections");
        }
    }
}
