package io.fentry4j.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Writes BTF for tests, right or wrong: nothing is checked here.
public final class BtfBuilder {

    public static final int INT = 1;
    public static final int PTR = 2;
    public static final int ARRAY = 3;
    public static final int STRUCT = 4;
    public static final int UNION = 5;
    public static final int ENUM = 6;
    public static final int FWD = 7;
    public static final int TYPEDEF = 8;
    public static final int VOLATILE = 9;
    public static final int CONST = 10;
    public static final int RESTRICT = 11;
    public static final int FUNC = 12;
    public static final int FUNC_PROTO = 13;
    public static final int VAR = 14;
    public static final int DATASEC = 15;
    public static final int FLOAT = 16;
    public static final int DECL_TAG = 17;
    public static final int TYPE_TAG = 18;
    public static final int ENUM64 = 19;

    /// Sets the `kind_flag` of a type.
    public static final int FLAG = 1 << 7;

    public static final int SIGNED = 1 << 24;

    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> stringOffsets = new HashMap<>();
    private final int stringBase;
    private byte[] layout = new byte[0];
    private int lastId;

    public BtfBuilder() {
        this(0, 0);
        string("");
    }

    /// Split BTF: after a base with these types and bytes of strings.
    BtfBuilder(int baseLastId, int baseStringBytes) {
        this.lastId = baseLastId;
        this.stringBase = baseStringBytes;
        if (baseStringBytes > 0) {
            stringOffsets.put("", 0);
        }
    }

    /// Adds a type from its 32-bit words; `kind` may have [#FLAG] added. Returns its id.
    public int add(String name, int kind, int vlen, int sizeOrType, int... words) {
        word(string(name));
        word(kind << 24 | vlen);
        word(sizeOrType);
        for (int word : words) {
            word(word);
        }
        return ++lastId;
    }

    public int integer(String name, int size, int encoding) {
        return add(name, INT, 0, size, encoding | size * 8);
    }

    public int reference(int kind, int type) {
        return add("", kind, 0, type);
    }

    public int typedef(String name, int type) {
        return add(name, TYPEDEF, 0, type);
    }

    public int array(int type, int length) {
        return add("", ARRAY, 0, 0, type, type, length);
    }

    /// A struct or union; members are name offset, type and bit offset each, see [#string].
    public int composite(int kind, String name, int size, int... members) {
        return add(name, kind, members.length / 3, size, members);
    }

    /// A prototype; parameters are name offset and type each.
    public int prototype(int returnType, int... parameters) {
        return add("", FUNC_PROTO, parameters.length / 2, returnType, parameters);
    }

    /// A static function.
    public int function(String name, int prototype) {
        return add(name, FUNC, 0, prototype);
    }

    /// The offset of a string, which is added on first use.
    public int string(String text) {
        return stringOffsets.computeIfAbsent(
                text,
                t -> {
                    int offset = stringBase + strings.size();
                    strings.writeBytes(t.getBytes(StandardCharsets.UTF_8));
                    strings.write(0);
                    return offset;
                });
    }

    /// Adds a section with the sizes of all kinds: two bytes each, fixed and per element.
    public BtfBuilder withLayout(int... sizes) {
        ByteBuffer bytes = ByteBuffer.allocate(sizes.length * 2);
        for (int i = 0; i < sizes.length; i += 2) {
            bytes.put((byte) sizes[i]).put((byte) sizes[i + 1]).putShort((short) 0);
        }
        layout = bytes.array();
        return this;
    }

    public int lastId() {
        return lastId;
    }

    public int stringBytes() {
        return stringBase + strings.size();
    }

    public byte[] bytes() {
        int header = layout.length == 0 ? 24 : 32;
        ByteBuffer bytes =
                ByteBuffer.allocate(header + types.size() + strings.size() + layout.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(header);
        bytes.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
        if (layout.length != 0) {
            bytes.putInt(types.size() + strings.size()).putInt(layout.length);
        }
        return bytes.put(types.toByteArray()).put(strings.toByteArray()).put(layout).array();
    }

    public Btf build() {
        return Btf.parse(bytes());
    }

    private void word(int word) {
        types.writeBytes(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(word).array());
    }
}
