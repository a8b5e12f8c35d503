package io.fentry4j.internal.elf;

/// A section header (`Elf64_Shdr`).
///
/// @param index its place in the section header table, which symbols and relocations refer to
/// @param type `SHT_…`, see the constants here
/// @param offset where its bytes start in the file
/// @param size bytes; a section of [#NOBITS] has none of them in the file
/// @param entrySize bytes of one entry, for a table
/// @param link the index of a related section: a symbol table's strings, a relocation's symbols
/// @param info more by type: the section that relocations apply to
public record ElfSection(
        int index,
        String name,
        int type,
        long flags,
        long offset,
        long size,
        long entrySize,
        int link,
        int info) {

    public static final int NULL = 0;
    public static final int PROGBITS = 1;
    public static final int SYMTAB = 2;
    public static final int STRTAB = 3;
    public static final int RELA = 4;
    public static final int NOBITS = 8;
    public static final int REL = 9;

    /// Whether the section's bytes are in the file: not those of `.bss` and of an empty entry.
    public boolean isInFile() {
        return type != NULL && type != NOBITS;
    }

    /// Whether the section is machine code (`SHF_EXECINSTR`): in a BPF object, programs.
    public boolean isExecutable() {
        return (flags & 4) != 0;
    }

    /// Whether its data can be written at run time (`SHF_WRITE`).
    public boolean isWritable() {
        return (flags & 1) != 0;
    }
}
