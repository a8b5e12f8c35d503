package io.fentry4j.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of one BTF and where its types start in them: the layer that knows offsets.
///
/// ```
///  header (hdr_len)  magic, version, flags, hdr_len, type_off, type_len, str_off, str_len,
///                    since Linux 7.1 layout_off, layout_len
///  types             btf_type { name_off, info, size or type } + what the kind adds, each
///  strings           NUL-terminated, the first one empty
/// ```
///
/// Offsets in the header count from its end. Split BTF goes on where its base ends: its first type
/// has the id after the base's last, its first string the offset after the base's strings.
///
/// Immutable: reads of a `ByteBuffer` at absolute positions share nothing.
final class BtfData {

    /// Every type's common part: `struct btf_type`.
    static final int TYPE_BYTES = 12;

    private static final int HEADER_BYTES = 24;
    private static final int LAYOUT_HEADER_BYTES = 32;
    private static final int MAGIC = 0xeb9f;
    private static final int SWAPPED_MAGIC = 0x9feb;

    /// The kernel takes names of up to 512 bytes (`KSYM_NAME_LEN`); a longer run without a NUL is
    /// damage, and would make every scan over names slow.
    private static final int MAX_NAME_BYTES = 4096;

    final String origin;
    final @Nullable BtfData base;
    final int firstId;
    final int lastId;

    private final byte[] bytes;
    private final ByteBuffer words;
    private final int[] offsets;
    private final int stringsStart;
    private final int stringsSize;
    private final int stringsBase;

    private BtfData(byte[] bytes, @Nullable BtfData base, String origin) {
        this.origin = origin;
        this.base = base;
        this.bytes = bytes;
        this.words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int headerSize = checkHeader();
        int typesStart = section(headerSize, 8, "types");
        int typesEnd = typesStart + word(12);
        this.stringsStart = section(headerSize, 16, "strings");
        this.stringsSize = word(20);
        this.stringsBase = base == null ? 0 : base.stringsBase + base.stringsSize;
        checkStrings();
        this.firstId = base == null ? 1 : base.lastId + 1;
        this.offsets = new BtfIndexer(this, layout(headerSize)).index(typesStart, typesEnd);
        this.lastId = firstId + offsets.length - 1;
    }

    /// Checks and indexes `bytes`, which must not change any more.
    static BtfData parse(byte[] bytes, @Nullable BtfData base, String origin) {
        return new BtfData(bytes, base, origin);
    }

    private int checkHeader() {
        if (bytes.length < HEADER_BYTES) {
            throw fail(0, "%d bytes, a header has %d".formatted(bytes.length, HEADER_BYTES));
        }
        int magic = words.getShort(0) & 0xffff;
        if (magic == SWAPPED_MAGIC) {
            throw fail(0, "big-endian BTF, only little-endian is read");
        }
        if (magic != MAGIC) {
            throw fail(0, "magic 0x%04x, BTF has 0x%04x".formatted(magic, MAGIC));
        }
        if (bytes[2] != 1) {
            throw fail(2, "version %d, only 1 is known".formatted(bytes[2]));
        }
        int size = word(4);
        if (size < HEADER_BYTES || size > bytes.length) {
            throw fail(
                    4,
                    "header of %s bytes in %d"
                            .formatted(Integer.toUnsignedString(size), bytes.length));
        }
        return size;
    }

    /// The start of the section whose offset and length are at `field`.
    private int section(int headerSize, int field, String name) {
        long start = headerSize + Integer.toUnsignedLong(word(field));
        long length = Integer.toUnsignedLong(word(field + 4));
        if (start + length > bytes.length) {
            throw fail(
                    field,
                    "%s at %d..%d, of %d".formatted(name, start, start + length, bytes.length));
        }
        return (int) start;
    }

    private void checkStrings() {
        if (stringsSize == 0 && base != null) {
            return;
        }
        if (stringsSize == 0 || bytes[stringsStart + stringsSize - 1] != 0) {
            throw fail(
                    stringsStart,
                    "%d bytes of strings that do not end in NUL".formatted(stringsSize));
        }
        if (base == null && bytes[stringsStart] != 0) {
            throw fail(stringsStart, "the first string is not empty");
        }
        if ((long) stringsBase + stringsSize > Integer.MAX_VALUE) {
            throw fail(
                    20,
                    "%d bytes of strings and those of the base are too many"
                            .formatted(stringsSize));
        }
    }

    /// For each kind the bytes that follow the common part, as the BTF itself tells them: `fixed`
    /// bytes in the low byte, bytes per element in the next. It lets us step over newer kinds.
    private int[] layout(int headerSize) {
        if (headerSize < LAYOUT_HEADER_BYTES) {
            return new int[0];
        }
        int start = section(headerSize, 24, "kind layout");
        int[] layout = new int[Math.min(word(28) >>> 2, 128)];
        for (int kind = 0; kind < layout.length; kind++) {
            layout[kind] = words.getShort(start + 4 * kind) & 0xffff;
        }
        return layout;
    }

    /// The position of a type in the bytes of the BTF that owns it.
    int position(int id) {
        return offsets[id - firstId];
    }

    /// This or the base that has the type.
    BtfData owner(int id) {
        BtfData data = this;
        while (id < data.firstId && data.base != null) {
            data = data.base;
        }
        if (id < data.firstId || id > lastId) {
            throw new BtfException(
                    "BTF of %s: type id %s is not in 1..%d"
                            .formatted(origin, Integer.toUnsignedString(id), lastId));
        }
        return data;
    }

    /// The 32 bits at `position`, which is inside of an indexed type.
    int word(int position) {
        return words.getInt(position);
    }

    /// The kind of the type at `position`: bits 24-30 of its `info`. Scans start with it, so it is
    /// read from the array.
    int kindAt(int position) {
        return bytes[position + 7] & 0x7f;
    }

    /// The number of elements of the type at `position`: bits 0-23 of its `info`, 0-15 before Linux
    /// 7.1.
    int vlenAt(int position) {
        return (bytes[position + 4] & 0xff)
                | (bytes[position + 5] & 0xff) << 8
                | (bytes[position + 6] & 0xff) << 16;
    }

    /// The bytes of all strings that types of this BTF can name.
    int stringBytes() {
        return stringsBase + stringsSize;
    }

    /// The string at `offset`, which the type at `position` names.
    String string(int offset, int position) {
        BtfData data = stringOwner(offset, position);
        int start = data.stringsStart + offset - data.stringsBase;
        return new String(data.bytes, start, data.lengthAt(start), StandardCharsets.UTF_8);
    }

    /// Whether the string at `offset` is `name`, which is not empty; makes no `String` of it.
    boolean stringEquals(int offset, byte[] name, int position) {
        BtfData data = stringOwner(offset, position);
        int start = data.stringsStart + offset - data.stringsBase;
        int end = start + name.length;
        return end < data.stringsStart + data.stringsSize
                && data.bytes[start] == name[0]
                && data.bytes[end] == 0
                && Arrays.equals(data.bytes, start, end, name, 0, name.length);
    }

    /// What `test` says about the bytes of the string at `offset`.
    boolean testString(int offset, NameTest test, int position) {
        BtfData data = stringOwner(offset, position);
        int start = data.stringsStart + offset - data.stringsBase;
        return test.test(data.bytes, start, data.lengthAt(start));
    }

    private BtfData stringOwner(int offset, int position) {
        if (offset < 0 || offset >= stringsBase + stringsSize) {
            throw fail(
                    position,
                    "a name at offset %s of %d bytes of strings"
                            .formatted(
                                    Integer.toUnsignedString(offset), stringsBase + stringsSize));
        }
        BtfData data = this;
        while (offset < data.stringsBase && data.base != null) {
            data = data.base;
        }
        return data;
    }

    private int lengthAt(int start) {
        int end = start;
        int limit = Math.min(start + MAX_NAME_BYTES, stringsStart + stringsSize - 1);
        while (end < limit && bytes[end] != 0) {
            end++;
        }
        if (bytes[end] != 0) {
            throw fail(start, "a name of more than %d bytes".formatted(MAX_NAME_BYTES));
        }
        return end - start;
    }

    /// An exception about the bytes at `position`.
    BtfException fail(int position, String found) {
        return new BtfException("BTF of %s, offset 0x%x: %s".formatted(origin, position, found));
    }

    /// A test of a name that makes no `String` of it.
    interface NameTest {
        boolean test(byte[] bytes, int start, int length);
    }
}
