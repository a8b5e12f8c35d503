package io.fentry4j.internal.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Drops the debug information of a relocatable BPF object and keeps what libbpf reads.
///
/// DWARF is most of an object that clang writes with `-g`; libbpf needs the BTF only. The dropped
/// sections stay as empty ones, so that every section index in symbols and relocations keeps its
/// meaning. They keep name and type too: libbpf passes over them in silence, and its linker
/// (`bpftool gen object`) refuses sections of type `SHT_NULL`. The result depends on nothing but
/// the bytes of the object.
public final class ElfStripper {

    private static final long MAX_ALIGNMENT = 4096;

    private final ElfFile elf;
    private final byte[] object;
    private final byte[] headers;

    private ElfStripper(ElfFile elf, byte[] object) {
        this.elf = elf;
        this.object = object;
        int table = new ElfReader(littleEndian(object)).sectionTable();
        int size = elf.sections().size() * ElfReader.SECTION_BYTES;
        this.headers = Arrays.copyOfRange(object, table, table + size);
    }

    /// A copy without the contents of the DWARF sections (`.debug_*`) and of their relocations.
    ///
    /// @throws ElfException if this is not a relocatable little-endian ELF64 object, or a damaged
    ///   one
    public static byte[] withoutDwarf(byte[] object) {
        ElfFile elf = ElfFile.parse(object);
        if (elf.type() != ElfFile.ET_REL) {
            throw new ElfException(
                    "ELF, offset 0x%x: file type %d, only a relocatable object (%d) can be stripped"
                            .formatted(ElfReader.E_TYPE, elf.type(), ElfFile.ET_REL));
        }
        return elf.sections().isEmpty() ? object.clone() : new ElfStripper(elf, object).strip();
    }

    /// By type too: a damaged file can call the strings that name its sections `.debug_…`.
    private static boolean isDwarf(ElfSection section) {
        String name = section.name();
        return switch (section.type()) {
            case ElfSection.PROGBITS -> name.startsWith(".debug_");
            case ElfSection.REL -> name.startsWith(".rel.debug_");
            case ElfSection.RELA -> name.startsWith(".rela.debug_");
            default -> false;
        };
    }

    private byte[] strip() {
        ByteArrayOutputStream target = new ByteArrayOutputStream(object.length);
        target.write(object, 0, ElfReader.HEADER_BYTES);
        ByteBuffer header = littleEndian(headers);
        for (ElfSection section : inFileOrder()) {
            int at = section.index() * ElfReader.SECTION_BYTES;
            align(target, header.getLong(at + ElfReader.SH_ADDRALIGN));
            header.putLong(at + ElfReader.SH_OFFSET, target.size());
            if (isDwarf(section)) {
                header.putLong(at + ElfReader.SH_SIZE, 0);
            } else {
                target.writeBytes(elf.bytes(section));
            }
        }
        align(target, Long.BYTES);
        int table = target.size();
        target.writeBytes(headers);
        byte[] stripped = target.toByteArray();
        littleEndian(stripped).putLong(ElfReader.E_SHOFF, table);
        return stripped;
    }

    /// All sections but empty entries. What overlaps in a damaged file would be written twice.
    private List<ElfSection> inFileOrder() {
        List<ElfSection> sections =
                elf.sections().stream()
                        .filter(section -> section.type() != ElfSection.NULL)
                        .sorted(
                                Comparator.comparingLong(ElfSection::offset)
                                        .thenComparingInt(ElfSection::index))
                        .toList();
        long end = ElfReader.HEADER_BYTES;
        for (ElfSection section : sections) {
            if (section.isInFile() && section.size() > 0) {
                if (section.offset() < end) {
                    throw new ElfException(
                            "ELF, offset 0x%x: section '%s' starts inside of what ends at 0x%x"
                                    .formatted(section.offset(), section.name(), end));
                }
                end = section.offset() + section.size();
            }
        }
        return sections;
    }

    private static void align(ByteArrayOutputStream target, long alignment) {
        if (alignment < 0 || alignment > MAX_ALIGNMENT) {
            throw new ElfException(
                    "ELF: a section with an alignment of %s bytes"
                            .formatted(Long.toUnsignedString(alignment)));
        }
        while (alignment > 1 && target.size() % alignment != 0) {
            target.write(0);
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
