package io.fentry4j.internal.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// A little-endian ELF64 file, read and checked in Java.
///
/// All sections and symbols are read at once; every offset is checked against the file before it is
/// used, and an [ElfException] says which one is wrong. Immutable and safe for use by many threads,
/// as long as nobody changes the bytes.
public final class ElfFile {

    /// `e_machine` of BPF.
    public static final int EM_BPF = 247;

    /// `e_type` of a relocatable object.
    public static final int ET_REL = 1;

    private final ByteBuffer bytes;
    private final int type;
    private final int machine;
    private final List<ElfSection> sections;
    private final List<ElfSymbol> symbols;

    private ElfFile(ElfReader reader) {
        this.bytes = reader.bytes();
        this.type = reader.half(ElfReader.E_TYPE);
        this.machine = reader.half(ElfReader.E_MACHINE);
        this.sections = reader.sections();
        this.symbols = reader.symbols(sections);
    }

    /// Whether the bytes start with the ELF magic.
    public static boolean isElf(byte[] bytes) {
        return bytes.length >= 4
                && bytes[0] == 0x7f
                && bytes[1] == 'E'
                && bytes[2] == 'L'
                && bytes[3] == 'F';
    }

    /// Reads a file's sections and symbols. The bytes are not copied: leave them alone.
    ///
    /// @throws ElfException if this is not a little-endian ELF64 file, or a damaged one
    public static ElfFile parse(byte[] bytes) {
        return parse(ByteBuffer.wrap(bytes));
    }

    /// Reads a file's sections and symbols from all of `bytes`, a mapped file for example.
    ///
    /// @throws ElfException if this is not a little-endian ELF64 file, or a damaged one
    public static ElfFile parse(ByteBuffer bytes) {
        return new ElfFile(new ElfReader(bytes.slice().order(ByteOrder.LITTLE_ENDIAN)));
    }

    /// The machine (`EM_…`).
    public int machine() {
        return machine;
    }

    /// The kind of file (`ET_…`).
    public int type() {
        return type;
    }

    /// All sections by index, the empty first one too.
    public List<ElfSection> sections() {
        return sections;
    }

    /// The first section with this name.
    public Optional<ElfSection> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /// A copy of the section's bytes in the file; none for `SHT_NOBITS`.
    public byte[] bytes(ElfSection section) {
        int index = section.index();
        if (index < 0 || index >= sections.size() || !sections.get(index).equals(section)) {
            throw new IllegalArgumentException(section + " is not of this file");
        }
        byte[] copy = new byte[section.isInFile() ? (int) section.size() : 0];
        bytes.get((int) (section.isInFile() ? section.offset() : 0), copy);
        return copy;
    }

    /// The symbols of the file's symbol table without the empty first one, in the file's order.
    public List<ElfSymbol> symbols() {
        return symbols;
    }

    /// The symbols that are defined in `section`, in the file's order.
    public List<ElfSymbol> symbols(ElfSection section) {
        return symbols.stream().filter(symbol -> symbol.section() == section.index()).toList();
    }

    @Override
    public String toString() {
        return "ElfFile[type=%d, machine=%d, %d sections, %d symbols]"
                .formatted(type, machine, sections.size(), symbols.size());
    }
}
