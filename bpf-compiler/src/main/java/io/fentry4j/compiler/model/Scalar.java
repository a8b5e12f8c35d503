package io.fentry4j.compiler.model;

/// A C type that is one number, and the Java type that holds all of its values.
///
/// An unsigned type becomes the next wider Java type; `u64` and pointers become a `long` with the
/// same bits.
public enum Scalar implements FieldType {
    BOOL(1, "Boolean", "BOOL", "bool"),
    S8(1, "Byte", "S8", "s8"),
    U8(1, "UnsignedByte", "U8", "u8"),
    S16(2, "Short", "S16", "s16"),
    U16(2, "UnsignedShort", "U16", "u16"),
    S32(4, "Int", "S32", "s32"),
    U32(4, "UnsignedInt", "U32", "u32"),
    S64(8, "Long", "S64", "s64"),
    U64(8, "Long", "U64", "u64"),
    FLOAT(4, "Float", "", "float"),
    DOUBLE(8, "Double", "", "double");

    private final int size;
    private final String accessor;
    private final String valueType;
    private final String shortName;

    Scalar(int size, String accessor, String valueType, String shortName) {
        this.size = size;
        this.accessor = accessor;
        this.valueType = valueType;
        this.shortName = shortName;
    }

    /// The integer of this size and sign.
    public static Scalar integer(int size, boolean signed) {
        return switch (size) {
            case 1 -> signed ? S8 : U8;
            case 2 -> signed ? S16 : U16;
            case 4 -> signed ? S32 : U32;
            case 8 -> signed ? S64 : U64;
            default -> throw new IllegalArgumentException("no integer of " + size + " bytes");
        };
    }

    @Override
    public int size() {
        return size;
    }

    /// Whether Java holds it in 64 bits, which take two slots of a method's parameters.
    public boolean isWide() {
        return this == U32 || size == Long.BYTES;
    }

    /// What follows `get` and `put` in the names of the methods of `RecordView` and `RecordWriter`.
    public String accessor() {
        return accessor;
    }

    /// The constant of `ValueType` for it; empty if there is none.
    public String valueType() {
        return valueType;
    }

    /// A short name for messages.
    public String shortName() {
        return shortName;
    }

    /// Whether the value is sign-extended.
    public boolean signed() {
        return this == S8 || this == S16 || this == S32 || this == S64;
    }
}
