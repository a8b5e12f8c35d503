package io.fentry4j.internal.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes small relocatable BPF objects for tests.
public final class ElfBuilder {

    private record Section(
            String name,
            int type,
            long flags,
            ByteBuffer bytes,
            int link,
            int info,
            int entrySize) {}

    private final List<Section> sections = new ArrayList<>();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();

    public ElfBuilder() {
        names.write(0);
        symbols.writeBytes(new byte[24]);
        sections.add(new Section("", ElfSection.NULL, 0, ByteBuffer.allocate(0), 0, 0, 0));
    }

    /// Adds a section; the first one has index 1.
    public ElfBuilder section(String name, int type, byte[] bytes) {
        return section(name, type, 0, bytes, 0);
    }

    /// Adds a section with flags, and the section that a relocation section is for.
    public ElfBuilder section(String name, int type, long flags, byte[] bytes, int info) {
        int entrySize = type == ElfSection.REL ? 16 : 0;
        sections.add(new Section(name, type, flags, ByteBuffer.wrap(bytes), 0, info, entrySize));
        return this;
    }

    public ElfBuilder symbol(
            String name, int section, int type, int binding, long value, long size) {
        ByteBuffer symbol = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        symbol.putInt(name(name)).put((byte) (binding << 4 | type)).put((byte) 0);
        symbol.putShort((short) section).putLong(value).putLong(size);
        symbols.writeBytes(symbol.array());
        return this;
    }

    public byte[] bytes() {
        List<Section> all = new ArrayList<>(sections);
        int strtab = all.size() + 1;
        all.add(
                new Section(
                        ".symtab",
                        ElfSection.SYMTAB,
                        0,
                        ByteBuffer.wrap(symbols.toByteArray()),
                        strtab,
                        1,
                        24));
        List<Integer> nameOffsets = new ArrayList<>();
        all.forEach(section -> nameOffsets.add(name(section.name())));
        nameOffsets.add(name(".strtab"));
        all.add(
                new Section(
                        ".strtab",
                        ElfSection.STRTAB,
                        0,
                        ByteBuffer.wrap(names.toByteArray()),
                        0,
                        0,
                        0));

        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        ByteBuffer headers = ByteBuffer.allocate(64 * all.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < all.size(); i++) {
            Section section = all.get(i);
            boolean inFile =
                    section.type() != ElfSection.NULL && section.type() != ElfSection.NOBITS;
            int offset = section.type() == ElfSection.NULL ? 0 : 64 + contents.size();
            headers.putInt(nameOffsets.get(i)).putInt(section.type()).putLong(section.flags());
            headers.putLong(0).putLong(offset).putLong(section.bytes().capacity());
            headers.putInt(section.link()).putInt(section.info());
            headers.putLong(section.type() == ElfSection.NULL ? 0 : 8);
            headers.putLong(section.entrySize());
            contents.writeBytes(inFile ? section.bytes().array() : new byte[0]);
            contents.writeBytes(new byte[-contents.size() & 7]);
        }
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1);
        header.putShort(16, (short) 1).putShort(18, (short) 247).putInt(20, 1);
        header.putLong(40, 64 + contents.size()).putShort(52, (short) 64);
        header.putShort(58, (short) 64).putShort(60, (short) all.size());
        header.putShort(62, (short) (all.size() - 1));
        return ByteBuffer.allocate(64 + contents.size() + headers.capacity())
                .put(header.array())
                .put(contents.toByteArray())
                .put(headers.array())
                .array();
    }

    private int name(String name) {
        int offset = names.size();
        names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        names.write(0);
        return offset;
    }
}
