package io.fentry4j.data;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// A value whose type is known from BTF alone, as [BtfValueTypes] decodes it. Immutable.
@SuppressWarnings("JavaLangClash") // Enum is the name in C
public sealed interface BtfValue {

    /// An integer of any width, with its sign: the `__u64` of all ones is 2^64 - 1.
    record Int(BigInteger value) implements BtfValue {}

    /// A `bool`.
    record Bool(boolean value) implements BtfValue {}

    /// A `float` or `double`.
    record Real(double value) implements BtfValue {}

    /// A value of an enum.
    ///
    /// @param name the enumerator; empty if the enum names no such value
    record Enum(Optional<String> name, BigInteger value) implements BtfValue {}

    /// A pointer, which is not followed.
    record Pointer(long address) implements BtfValue {}

    /// A `char[]`, up to its first NUL.
    record Text(KernelString value) implements BtfValue {}

    /// An array of anything but `char`.
    record Array(List<BtfValue> elements) implements BtfValue {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /// A struct or a union.
    ///
    /// @param fields its members in the order of the C source; those of an anonymous struct or
    ///   union inside stand in its place. The members of a union are the same bytes, each read as
    ///   its own type
    record Struct(List<Field> fields) implements BtfValue {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /// A member of a [Struct]; the name is empty for an unnamed bit field only.
    record Field(String name, BtfValue value) {}
}
