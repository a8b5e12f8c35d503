package io.fentry4j.btf;

/// The kinds of types, their numbers in the format (`BTF_KIND_…` of `include/uapi/linux/btf.h`),
/// and what follows the 12 bytes that all of them start with.
enum BtfKind {
    VOID(0, BtfType.Void.class, 0, 0),
    INT(1, BtfType.Int.class, 4, 0),
    PTR(2, BtfType.Ptr.class, 0, 0),
    ARRAY(3, BtfType.Array.class, 12, 0),
    STRUCT(4, BtfType.Struct.class, 0, 12),
    UNION(5, BtfType.Union.class, 0, 12),
    ENUM(6, BtfType.Enum.class, 0, 8),
    FWD(7, BtfType.Fwd.class, 0, 0),
    TYPEDEF(8, BtfType.Typedef.class, 0, 0),
    VOLATILE(9, BtfType.Volatile.class, 0, 0),
    CONST(10, BtfType.Const.class, 0, 0),
    RESTRICT(11, BtfType.Restrict.class, 0, 0),
    FUNC(12, BtfType.Func.class, 0, 0),
    FUNC_PROTO(13, BtfType.FuncProto.class, 0, 8),
    VAR(14, BtfType.Var.class, 4, 0),
    DATASEC(15, BtfType.Datasec.class, 0, 12),
    FLOAT(16, BtfType.Float.class, 0, 0),
    DECL_TAG(17, BtfType.DeclTag.class, 4, 0),
    TYPE_TAG(18, BtfType.TypeTag.class, 0, 0),
    ENUM64(19, BtfType.Enum64.class, 0, 12);

    /// The declarations above are in the order of the numbers.
    private static final BtfKind[] BY_NUMBER = values();

    /// The number of kinds, `VOID` with it.
    static final int COUNT = BY_NUMBER.length;

    /// The kind's number in the format.
    final int number;

    /// The record of this kind.
    final Class<? extends BtfType> type;

    /// The bytes after the common part that every type of this kind has.
    final int fixedBytes;

    /// The bytes after those, for each of the type's `vlen` elements.
    final int elementBytes;

    BtfKind(int number, Class<? extends BtfType> type, int fixedBytes, int elementBytes) {
        this.number = number;
        this.type = type;
        this.fixedBytes = fixedBytes;
        this.elementBytes = elementBytes;
    }

    static BtfKind of(int number) {
        return BY_NUMBER[number];
    }

    /// A bit for each kind whose record is a `type`, at the kind's number. Kinds that are not known
    /// here have no bit.
    static long mask(Class<? extends BtfType> type) {
        long mask = 0;
        for (BtfKind kind : BY_NUMBER) {
            if (type.isAssignableFrom(kind.type)) {
                mask |= 1L << kind.number;
            }
        }
        return mask;
    }

    static boolean isIn(long mask, int number) {
        return number < Long.SIZE && (mask >>> number & 1) != 0;
    }
}
