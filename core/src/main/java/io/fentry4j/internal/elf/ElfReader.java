package io.fentry4j.internal.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the tables of an ELF64 file and checks them (`include/uapi/linux/elf.h`).
///
/// ```
///  header, 64 bytes    0 magic  4 class  5 data  16 e_type  18 e_machine  40 e_shoff
///                      58 e_shentsize  60 e_shnum  62 e_shstrndx
///  section, 64 bytes   0 name  4 type  8 flags  16 addr  24 offset  32 size  40 link  44 info
///                      48 align  56 entsize
///  symbol, 24 bytes    0 name  4 info  5 other  6 section  8 value  16 size
/// ```
final class ElfReader {

    static final int HEADER_BYTES = 64;
    static final int SECTION_BYTES = 64;
    static final int SYMBOL_BYTES = 24;

    static final int E_TYPE = 16;
    static final int E_MACHINE = 18;
    static final int E_SHOFF = 40;
    private static final int E_SHENTSIZE = 58;
    private static final int E_SHNUM = 60;
    private static final int E_SHSTRNDX = 62;

    static final int SH_TYPE = 4;
    private static final int SH_FLAGS = 8;
    static final int SH_OFFSET = 24;
    static final int SH_SIZE = 32;
    private static final int SH_LINK = 40;
    private static final int SH_INFO = 44;
    static final int SH_ADDRALIGN = 48;
    private static final int SH_ENTSIZE = 56;

    private static final int ELFCLASS64 = 2;
    private static final int ELFDATA2LSB = 1;
    private static final int SHN_XINDEX = 0xffff;

    /// Damaged headers can name one long string thousands of times; together names are hardly
    /// longer than the file.
    private long nameBudget;

    private final ByteBuffer bytes;
    private final int size;

    ElfReader(ByteBuffer bytes) {
        this.bytes = bytes;
        this.size = bytes.capacity();
        this.nameBudget = 16L * size;
        if (size < 4 || bytes.getInt(0) != 0x464c_457f) {
            throw fail(0, "no ELF magic in %d bytes".formatted(size));
        }
        if (size < HEADER_BYTES) {
            throw fail(0, "%d bytes, a header has %d".formatted(size, HEADER_BYTES));
        }
        if (bytes.get(4) != ELFCLASS64) {
            throw fail(4, "class %d, only ELF64 (%d) is read".formatted(bytes.get(4), ELFCLASS64));
        }
        if (bytes.get(5) != ELFDATA2LSB) {
            throw fail(5, "byte order %d, only little-endian is read".formatted(bytes.get(5)));
        }
    }

    ByteBuffer bytes() {
        return bytes;
    }

    int half(int offset) {
        return Short.toUnsignedInt(bytes.getShort(offset));
    }

    int word(int offset) {
        return bytes.getInt(offset);
    }

    /// Where the header of section 0 is; 0 if there are no sections.
    int sectionTable() {
        long start = bytes.getLong(E_SHOFF);
        if (start == 0) {
            return 0;
        }
        if (half(E_SHENTSIZE) != SECTION_BYTES) {
            throw fail(E_SHENTSIZE, "section headers of %d bytes".formatted(half(E_SHENTSIZE)));
        }
        return range(E_SHOFF, "the section header table", start, SECTION_BYTES);
    }

    List<ElfSection> sections() {
        int table = sectionTable();
        if (table == 0) {
            return List.of();
        }
        // The count of more than 65,279 sections, and a large index, stand in section 0.
        long count = half(E_SHNUM) != 0 ? half(E_SHNUM) : bytes.getLong(table + SH_SIZE);
        if (count < 1 || count > size / SECTION_BYTES) {
            throw fail(E_SHNUM, "%s sections".formatted(Long.toUnsignedString(count)));
        }
        range(E_SHOFF, "the section header table", table, count * SECTION_BYTES);
        int names = half(E_SHSTRNDX) != SHN_XINDEX ? half(E_SHSTRNDX) : word(table + SH_LINK);
        if (names < 0 || names >= count) {
            throw fail(E_SHSTRNDX, "names in section %d of %d".formatted(names, count));
        }
        int nameTable = table + names * SECTION_BYTES;
        List<ElfSection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = table + i * SECTION_BYTES;
            String name = names == 0 ? "" : string(nameTable, at, word(at));
            sections.add(section(i, at, name));
        }
        return List.copyOf(sections);
    }

    private ElfSection section(int index, int at, String name) {
        ElfSection section =
                new ElfSection(
                        index,
                        name,
                        word(at + SH_TYPE),
                        bytes.getLong(at + SH_FLAGS),
                        bytes.getLong(at + SH_OFFSET),
                        bytes.getLong(at + SH_SIZE),
                        bytes.getLong(at + SH_ENTSIZE),
                        word(at + SH_LINK),
                        word(at + SH_INFO));
        if (section.isInFile()) {
            range(at + SH_OFFSET, "section '" + name + "'", section.offset(), section.size());
        }
        return section;
    }

    List<ElfSymbol> symbols(List<ElfSection> sections) {
        List<ElfSymbol> symbols = new ArrayList<>();
        for (ElfSection table : sections) {
            if (table.type() == ElfSection.SYMTAB) {
                readSymbols(table, sections.size(), symbols);
                break;
            }
        }
        return List.copyOf(symbols);
    }

    private void readSymbols(ElfSection table, int sectionCount, List<ElfSymbol> symbols) {
        int header = sectionTable() + table.index() * SECTION_BYTES;
        if (table.entrySize() != SYMBOL_BYTES || table.size() % SYMBOL_BYTES != 0) {
            throw fail(
                    header + SH_ENTSIZE,
                    "symbols of %d bytes in %d, they have %d"
                            .formatted(table.entrySize(), table.size(), SYMBOL_BYTES));
        }
        if (table.link() < 0 || table.link() >= sectionCount) {
            throw fail(
                    header + SH_LINK,
                    "names in section %d of %d".formatted(table.link(), sectionCount));
        }
        int names = sectionTable() + table.link() * SECTION_BYTES;
        for (int i = 1; i < table.size() / SYMBOL_BYTES; i++) {
            int at = (int) table.offset() + i * SYMBOL_BYTES;
            int info = bytes.get(at + 4) & 0xff;
            symbols.add(
                    new ElfSymbol(
                            string(names, at, word(at)),
                            half(at + 6),
                            bytes.getLong(at + 8),
                            bytes.getLong(at + 16),
                            info & 0xf,
                            info >>> 4,
                            bytes.get(at + 5) & 3));
        }
    }

    /// A string of the table whose section header is at `header`; the name stands at `at`.
    private String string(int header, int at, int offset) {
        if (word(header + SH_TYPE) != ElfSection.STRTAB) {
            throw fail(at, "a name in a section of type %d".formatted(word(header + SH_TYPE)));
        }
        long tableSize = bytes.getLong(header + SH_SIZE);
        int start =
                range(header + SH_OFFSET, "strings", bytes.getLong(header + SH_OFFSET), tableSize);
        if (offset < 0 || offset >= tableSize) {
            throw fail(
                    at,
                    "a name at %s of %d bytes of strings"
                            .formatted(Integer.toUnsignedString(offset), tableSize));
        }
        int limit = start + (int) tableSize;
        int first = start + offset;
        int end = first;
        while (end < limit && bytes.get(end) != 0) {
            end++;
        }
        nameBudget -= end - first;
        if (end == limit || nameBudget < 0) {
            throw fail(first, "a name of %d bytes without an end".formatted(end - first));
        }
        byte[] name = new byte[end - first];
        bytes.get(first, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /// Checks that `start` and `length` lie in the file; they are unsigned and stand at `field`.
    private int range(int field, String what, long start, long length) {
        if (start < 0 || length < 0 || start > size || length > size - start) {
            throw fail(
                    field,
                    "%s has %s bytes at %s, the file has %d"
                            .formatted(
                                    what,
                                    Long.toUnsignedString(length),
                                    Long.toUnsignedString(start),
                                    size));
        }
        return (int) start;
    }

    private static ElfException fail(int offset, String found) {
        return new ElfException("ELF, offset 0x%x: %s".formatted(offset, found));
    }
}
