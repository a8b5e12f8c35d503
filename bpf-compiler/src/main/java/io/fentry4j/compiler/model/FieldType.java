package io.fentry4j.compiler.model;

/// How a value of a C type looks in Java.
public sealed interface FieldType
        permits Scalar,
                FieldType.Text,
                FieldType.Bytes,
                FieldType.EnumValue,
                FieldType.Nested,
                FieldType.Sequence {

    /// Its size in bytes; for one that goes on to the end of the record, 0.
    int size();

    /// One element after the other up to the end of the record: a flexible array.
    int FLEXIBLE = -1;

    /// `char[length]`, a string.
    record Text(int length) implements FieldType {
        @Override
        public int size() {
            return Math.max(length, 0);
        }
    }

    /// Bytes without a meaning: `__u8[length]`, or a union.
    record Bytes(int length) implements FieldType {
        @Override
        public int size() {
            return Math.max(length, 0);
        }
    }

    /// A value of an enum.
    record EnumValue(JavaEnum type) implements FieldType {
        @Override
        public int size() {
            return type.storage().size();
        }
    }

    /// A struct in a struct.
    record Nested(JavaRecord type) implements FieldType {
        @Override
        public int size() {
            return type.size();
        }
    }

    /// An array of anything else.
    record Sequence(FieldType element, int length) implements FieldType {
        @Override
        public int size() {
            return Math.max(length, 0) * element.size();
        }
    }
}
