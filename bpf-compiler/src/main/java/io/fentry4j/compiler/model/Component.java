package io.fentry4j.compiler.model;

import java.util.Optional;

/// A component of a record: a member of the struct, or of an anonymous struct inside it.
///
/// @param cName the member's name in C
/// @param declaration the member's declaration in C, on one line and without a semicolon
/// @param offset its first byte in the struct
/// @param bits for a bit field, its place; the type is then that of the declaration
public record Component(
        String javaName,
        String cName,
        String declaration,
        int offset,
        FieldType type,
        Optional<Bits> bits) {

    /// The bits of a bit field.
    ///
    /// @param first the first bit, counted from the start of the struct
    /// @param count 1 to 64
    public record Bits(int first, int count) {

        /// The first byte that has one of the bits.
        public int firstByte() {
            return first / 8;
        }

        /// The last byte that has one of the bits.
        public int lastByte() {
            return (first + count - 1) / 8;
        }
    }

    /// Whether it takes what is left of the record.
    public boolean isFlexible() {
        return switch (type) {
            case FieldType.Text text -> text.length() == FieldType.FLEXIBLE;
            case FieldType.Bytes bytes -> bytes.length() == FieldType.FLEXIBLE;
            case FieldType.Sequence sequence -> sequence.length() == FieldType.FLEXIBLE;
            case Scalar scalar -> false;
            case FieldType.EnumValue value -> false;
            case FieldType.Nested nested -> false;
        };
    }
}
