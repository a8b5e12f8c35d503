package io.fentry4j.btf;

import io.fentry4j.btf.BtfType.Encoding;
import io.fentry4j.btf.BtfType.Enumerator;
import io.fentry4j.btf.BtfType.Linkage;
import io.fentry4j.btf.BtfType.Member;
import io.fentry4j.btf.BtfType.Param;
import io.fentry4j.btf.BtfType.Variable;
import java.util.ArrayList;
import java.util.List;

/// Makes the record of one type from its bytes.
///
/// ```
///  0  name_off   u32   offset in the strings
///  4  info       u32   bits 0-23 vlen (16 bits before Linux 7.1), 24-30 kind, 31 kind_flag
///  8  size|type  u32   by kind
/// 12  the kind's own fields, then vlen elements
/// ```
final class BtfDecoder {

    private final BtfData data;
    private final int id;
    private final int position;
    private final boolean kindFlag;
    private final int vlen;

    /// `vlen` again, or none if the members and the like are not wanted.
    private final int elements;

    /// The names of one type's elements differ, so together they are hardly longer than all
    /// strings. Damaged data can point all of them at one long string.
    private long nameBudget;

    private BtfDecoder(BtfData data, int id, boolean whole) {
        this.data = data;
        this.id = id;
        this.position = data.position(id);
        this.kindFlag = data.word(position + 4) < 0;
        this.vlen = data.vlenAt(position);
        this.elements = whole ? vlen : 0;
        this.nameBudget = 4L * data.stringBytes() + 4096;
    }

    /// The type `id` of `data` or its base.
    static BtfType decode(BtfData data, int id) {
        return id == 0 ? new BtfType.Void() : new BtfDecoder(data.owner(id), id, true).decode();
    }

    /// The type without its members, enumerators or variables: for those who pass by, however large
    /// it is.
    static BtfType outline(BtfData data, int id) {
        return id == 0 ? new BtfType.Void() : new BtfDecoder(data.owner(id), id, false).decode();
    }

    private BtfType decode() {
        int kind = data.kindAt(position);
        if (kind >= BtfKind.COUNT) {
            return new BtfType.Unknown(id, name(), kind);
        }
        return switch (BtfKind.of(kind)) {
            case VOID -> throw data.fail(position, "kind 0");
            case INT -> integer();
            case PTR -> new BtfType.Ptr(id, typeId());
            case ARRAY -> array();
            case STRUCT -> new BtfType.Struct(id, name(), size(), members());
            case UNION -> new BtfType.Union(id, name(), size(), members());
            case ENUM -> new BtfType.Enum(id, name(), size(), kindFlag, enumerators32());
            case FWD -> new BtfType.Fwd(id, name(), kindFlag);
            case TYPEDEF -> new BtfType.Typedef(id, name(), typeId());
            case VOLATILE -> new BtfType.Volatile(id, typeId());
            case CONST -> new BtfType.Const(id, typeId());
            case RESTRICT -> new BtfType.Restrict(id, typeId());
            case FUNC -> new BtfType.Func(id, name(), typeId(), linkage(vlen));
            case FUNC_PROTO -> prototype();
            case VAR -> new BtfType.Var(id, name(), typeId(), linkage(data.word(position + 12)));
            case DATASEC -> new BtfType.Datasec(id, name(), size(), variables());
            case FLOAT -> new BtfType.Float(id, name(), size());
            case DECL_TAG -> new BtfType.DeclTag(id, name(), typeId(), data.word(position + 12));
            case TYPE_TAG -> new BtfType.TypeTag(id, name(), typeId());
            case ENUM64 -> new BtfType.Enum64(id, name(), size(), kindFlag, enumerators64());
        };
    }

    private BtfType.Int integer() {
        int word = data.word(position + 12);
        int encoding = word >>> 24 & 0xf;
        int bitOffset = word >>> 16 & 0xff;
        int bits = word & 0xff;
        int size = size();
        if (size == 0 || size > 16 || bits == 0 || bitOffset + bits > size * 8) {
            throw fail(
                    "an int of %d bytes with %d bits at bit %d".formatted(size, bits, bitOffset));
        }
        Encoding meaning =
                switch (encoding) {
                    case 0 -> Encoding.UNSIGNED;
                    case 1 -> Encoding.SIGNED;
                    case 2 -> Encoding.CHAR;
                    case 4 -> Encoding.BOOL;
                    default -> throw fail("an int of encoding %d".formatted(encoding));
                };
        return new BtfType.Int(id, name(), size, meaning, bits, bitOffset);
    }

    private BtfType.Array array() {
        int length = data.word(position + 20);
        if (length < 0) {
            throw fail("an array of %s elements".formatted(Integer.toUnsignedString(length)));
        }
        return new BtfType.Array(
                id, known(data.word(position + 12)), known(data.word(position + 16)), length);
    }

    private List<Member> members() {
        List<Member> members = new ArrayList<>(elements);
        for (int i = 0; i < elements; i++) {
            int at = position + BtfData.TYPE_BYTES + 12 * i;
            int offset = data.word(at + 8);
            int bits = kindFlag ? offset >>> 24 : 0;
            int bitOffset = kindFlag ? offset & 0xff_ffff : offset;
            if (bitOffset < 0 || bitOffset + bits > 8L * size()) {
                throw fail(
                        "member %d at bit %s of %d bytes"
                                .formatted(i, Integer.toUnsignedString(bitOffset), size()));
            }
            members.add(
                    new Member(string(data.word(at)), known(data.word(at + 4)), bitOffset, bits));
        }
        return members;
    }

    private List<Enumerator> enumerators32() {
        List<Enumerator> enumerators = new ArrayList<>(elements);
        for (int i = 0; i < elements; i++) {
            int at = position + BtfData.TYPE_BYTES + 8 * i;
            int value = data.word(at + 4);
            enumerators.add(
                    new Enumerator(
                            string(data.word(at)),
                            kindFlag ? value : Integer.toUnsignedLong(value)));
        }
        return enumerators;
    }

    private List<Enumerator> enumerators64() {
        List<Enumerator> enumerators = new ArrayList<>(elements);
        for (int i = 0; i < elements; i++) {
            int at = position + BtfData.TYPE_BYTES + 12 * i;
            long value = Integer.toUnsignedLong(data.word(at + 4)) | (long) data.word(at + 8) << 32;
            enumerators.add(new Enumerator(string(data.word(at)), value));
        }
        return enumerators;
    }

    private BtfType.FuncProto prototype() {
        List<Param> params = new ArrayList<>(vlen);
        boolean variadic = false;
        for (int i = 0; i < vlen; i++) {
            int at = position + BtfData.TYPE_BYTES + 8 * i;
            int type = data.word(at + 4);
            // A last parameter without name and type stands for the dots.
            variadic = i == vlen - 1 && type == 0 && data.word(at) == 0;
            if (!variadic) {
                params.add(new Param(string(data.word(at)), known(type)));
            }
        }
        return new BtfType.FuncProto(id, typeId(), params, variadic);
    }

    private List<Variable> variables() {
        List<Variable> variables = new ArrayList<>(elements);
        for (int i = 0; i < elements; i++) {
            int at = position + BtfData.TYPE_BYTES + 12 * i;
            int offset = data.word(at + 4);
            int size = data.word(at + 8);
            if (offset < 0 || size < 0) {
                throw fail("variable %d at 0x%x of 0x%x bytes".formatted(i, offset, size));
            }
            variables.add(new Variable(known(data.word(at)), offset, size));
        }
        return variables;
    }

    private Linkage linkage(int number) {
        return switch (number) {
            case 0 -> Linkage.STATIC;
            case 1 -> Linkage.GLOBAL;
            case 2 -> Linkage.EXTERN;
            default -> throw fail("linkage %s".formatted(Integer.toUnsignedString(number)));
        };
    }

    private String name() {
        return string(data.word(position));
    }

    private int typeId() {
        return known(data.word(position + 8));
    }

    private int size() {
        int size = data.word(position + 8);
        if (size < 0) {
            throw fail("a size of %s bytes".formatted(Integer.toUnsignedString(size)));
        }
        return size;
    }

    /// An id that split BTF may have too: the ids of a base are known to all that is split from it.
    private int known(int typeId) {
        if (typeId < 0 || typeId > data.lastId) {
            throw fail(
                    "a reference to type %s of %d"
                            .formatted(Integer.toUnsignedString(typeId), data.lastId));
        }
        return typeId;
    }

    private String string(int offset) {
        String name = data.string(offset, position);
        nameBudget -= name.length();
        if (nameBudget < 0) {
            throw fail("names that are longer than all strings together");
        }
        return name;
    }

    private BtfException fail(String found) {
        return data.fail(position, "type %d has %s".formatted(id, found));
    }
}
