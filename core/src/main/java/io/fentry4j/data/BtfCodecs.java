package io.fentry4j.data;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes codecs of BTF types, and refuses those whose values could not be read: BTF comes with the
/// object, so it can be damaged or hostile.
final class BtfCodecs {

    /// As deep as libbpf follows types.
    private static final int MAX_DEPTH = 32;

    /// Types inside of types can make billions of values out of few lines of C.
    private static final long MAX_VALUES = 1_000_000;

    private final Btf btf;
    private final Map<Integer, BtfCodec> made = new HashMap<>();
    private final Set<Integer> underWay = new HashSet<>();

    BtfCodecs(Btf btf) {
        this.btf = btf;
    }

    /// The codec of a value that is a whole record.
    BtfCodec record(int typeId) {
        return btf.resolve(typeId) instanceof BtfType.Struct struct
                ? withFlexibleEnd(struct)
                : codec(typeId);
    }

    private BtfCodec withFlexibleEnd(BtfType.Struct struct) {
        StructCodec fixed = (StructCodec) codec(struct.id());
        if (struct.members().isEmpty()) {
            return fixed;
        }
        BtfType.Member last = struct.members().getLast();
        if (!(btf.resolve(last.typeId()) instanceof BtfType.Array array) || array.length() != 0) {
            return fixed;
        }
        List<StructCodec.Member> members = new ArrayList<>(fixed.members());
        members.removeLast();
        members.add(new StructCodec.Member(last.name(), last.offset(), flexible(array)));
        return new StructCodec(end(members), fixed.values(), members);
    }

    /// Without the padding behind the last member, which a record need not have.
    private static int end(List<StructCodec.Member> members) {
        int end = 0;
        for (StructCodec.Member member : members) {
            end = Math.max(end, member.offset() + member.codec().size());
        }
        return end;
    }

    private BtfCodec flexible(BtfType.Array array) {
        if (isChar(array.typeId())) {
            return new FlexibleCodec.Text();
        }
        BtfCodec element = codec(array.typeId());
        if (element.size() == 0) {
            throw unreadable(array, "its elements have no bytes");
        }
        return new FlexibleCodec.Elements(element);
    }

    private BtfCodec codec(int typeId) {
        BtfType type = btf.resolve(typeId);
        BtfCodec known = made.get(type.id());
        if (known != null) {
            return known;
        }
        if (underWay.size() == MAX_DEPTH || !underWay.add(type.id())) {
            throw unreadable(type, "it contains itself, or goes through more than 32 others");
        }
        BtfCodec codec = make(type);
        if (codec.values() > MAX_VALUES) {
            throw unreadable(type, "it consists of more than " + MAX_VALUES + " values");
        }
        underWay.remove(type.id());
        made.put(type.id(), codec);
        return codec;
    }

    private BtfCodec make(BtfType type) {
        return switch (type) {
            case BtfType.Int number -> integer(number);
            case BtfType.Enumeration named ->
                    ScalarCodec.bytes(named.size(), named.signed(), ScalarMeanings.of(named));
            case BtfType.Ptr _ -> ScalarCodec.bytes(Long.BYTES, false, ScalarMeanings.POINTER);
            case BtfType.Float real
                    when real.size() == Float.BYTES || real.size() == Double.BYTES ->
                    new FloatCodec(real.size());
            case BtfType.Array array -> array(array);
            case BtfType.Composite composite -> composite(composite);
            default -> throw unreadable(type, "it has no values that can be read");
        };
    }

    private static ScalarCodec integer(BtfType.Int type) {
        return new ScalarCodec(
                type.size(), type.bitOffset(), type.bits(), type.signed(), meaning(type));
    }

    private static ScalarCodec.Meaning meaning(BtfType.Int type) {
        return type.encoding() == BtfType.Encoding.BOOL ? ScalarMeanings.BOOL : ScalarMeanings.INT;
    }

    private BtfCodec array(BtfType.Array array) {
        if (isChar(array.typeId())) {
            return new TextCodec(array.length());
        }
        BtfCodec element = codec(array.typeId());
        return new ArrayCodec(
                element,
                array.length(),
                btf.sizeOf(array.id()),
                1 + array.length() * element.values());
    }

    private boolean isChar(int typeId) {
        return btf.resolve(typeId) instanceof BtfType.Int type
                && type.size() == 1
                && (type.name().equals("char") || type.encoding() == BtfType.Encoding.CHAR);
    }

    private StructCodec composite(BtfType.Composite composite) {
        List<StructCodec.Member> members = new ArrayList<>();
        long values = 1;
        for (BtfType.Member member : composite.members()) {
            StructCodec.Member made = member(composite, member);
            long end = (long) made.offset() + made.codec().size();
            if (member.bitOffset() < 0 || end > composite.size()) {
                throw unreadable(
                        composite,
                        "its member '%s' ends at byte %d, the type has %d"
                                .formatted(member.name(), end, composite.size()));
            }
            values += made.codec().values();
            members.add(made);
        }
        return new StructCodec(composite.size(), values, members);
    }

    private StructCodec.Member member(BtfType.Composite owner, BtfType.Member member) {
        BtfCodec codec = codec(member.typeId());
        if (member.isBitfield()) {
            codec = bits(owner, member, codec);
        } else if (member.bitOffset() % Byte.SIZE != 0) {
            throw unreadable(owner, "its member '" + member.name() + "' begins within a byte");
        }
        return new StructCodec.Member(member.name(), member.offset(), codec);
    }

    private BtfCodec bits(BtfType.Composite owner, BtfType.Member member, BtfCodec whole) {
        if (!(whole instanceof ScalarCodec scalar) || member.bitfieldSize() > scalar.bits()) {
            throw unreadable(
                    owner, "its bit field '" + member.name() + "' is larger than its type");
        }
        int firstBit = member.bitOffset() % Byte.SIZE;
        int bytes = Math.ceilDiv(firstBit + member.bitfieldSize(), Byte.SIZE);
        return new ScalarCodec(
                bytes, firstBit, member.bitfieldSize(), scalar.signed(), scalar.meaning());
    }

    private BtfException unreadable(BtfType type, String cause) {
        return new BtfException(
                "decode values of '%s' (type %d): %s"
                        .formatted(btf.toC(type.id()), type.id(), cause));
    }
}
