package io.fentry4j.internal.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads which source line each instruction of a BPF object came from: the line part of `.BTF.ext`.
///
/// ```
/// .BTF.ext header   magic u16, version u8, flags u8, header length u32,
///                   func offset, func length, line offset, line length  u32 each
/// line part         record size u32, then for each section:
///                   section name u32, count u32, count records
/// record            instruction offset u32 (bytes), file u32, text u32, line << 10 | column u32
/// ```
///
/// Names are offsets into the strings of `.BTF` (`include/uapi/linux/btf.h` and libbpf's
/// `libbpf_internal.h`).
public final class SourceLines {

    private static final int HEADER_LENGTH = 4;
    private static final int LINE_OFFSET = 16;
    private static final int LINE_LENGTH = 20;
    private static final int SMALLEST_RECORD = 16;
    private static final int COLUMN_BITS = 10;
    private static final int INSTRUCTION_SIZE = 8;

    private static final int BTF_STRINGS_OFFSET = 16;
    private static final int BTF_STRINGS_LENGTH = 20;

    private final ByteBuffer strings;

    /// By offset: the lines of a file name it again and again.
    private final Map<Integer, String> known = new HashMap<>();

    /// Damaged lines can name parts of one long string thousands of times; together names are
    /// hardly longer than all strings.
    private long nameBudget;

    private SourceLines(ByteBuffer strings) {
        this.strings = strings;
        this.nameBudget = 16L * strings.capacity();
    }

    /// All source lines of an object in the order of its instructions; none if it has no line
    /// information.
    ///
    /// @throws ElfException if the object is damaged
    public static List<SourceLine> of(byte[] elf) {
        ElfFile file = ElfFile.parse(elf);
        Optional<ElfSection> types = file.section(".BTF");
        Optional<ElfSection> extra = file.section(".BTF.ext");
        if (types.isEmpty() || extra.isEmpty()) {
            return List.of();
        }
        try {
            ByteBuffer btf = littleEndian(file.bytes(types.get()));
            ByteBuffer strings =
                    part(
                            btf,
                            btf.getInt(HEADER_LENGTH) + (long) btf.getInt(BTF_STRINGS_OFFSET),
                            btf.getInt(BTF_STRINGS_LENGTH));
            ByteBuffer ext = littleEndian(file.bytes(extra.get()));
            ByteBuffer lines =
                    part(
                            ext,
                            ext.getInt(HEADER_LENGTH) + (long) ext.getInt(LINE_OFFSET),
                            ext.getInt(LINE_LENGTH));
            return new SourceLines(strings).read(lines);
        } catch (IndexOutOfBoundsException e) {
            throw new ElfException("read line information: .BTF.ext is damaged: " + e.getMessage());
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer part(ByteBuffer whole, long offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, whole.capacity());
        return whole.slice((int) offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private List<SourceLine> read(ByteBuffer lines) {
        List<SourceLine> all = new ArrayList<>();
        if (lines.capacity() == 0) {
            return all;
        }
        int recordSize = lines.getInt(0);
        if (recordSize < SMALLEST_RECORD) {
            throw new IndexOutOfBoundsException("record size " + recordSize);
        }
        int at = 4;
        while (at < lines.capacity()) {
            String section = string(lines.getInt(at));
            long count = Integer.toUnsignedLong(lines.getInt(at + 4));
            at += 8;
            for (long i = 0; i < count; i++, at += recordSize) {
                all.add(
                        new SourceLine(
                                section,
                                lines.getInt(at) / INSTRUCTION_SIZE,
                                string(lines.getInt(at + 4)),
                                lines.getInt(at + 12) >>> COLUMN_BITS,
                                string(lines.getInt(at + 8))));
            }
        }
        return all;
    }

    private String string(int offset) {
        return known.computeIfAbsent(offset, this::read);
    }

    private String read(int offset) {
        int end = offset;
        while (strings.get(end) != 0) {
            end++;
        }
        nameBudget -= end - offset;
        if (nameBudget < 0) {
            throw new IndexOutOfBoundsException("names that are longer than all strings together");
        }
        byte[] bytes = new byte[end - offset];
        strings.get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
