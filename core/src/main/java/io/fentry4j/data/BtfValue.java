package io.fentry4j.data;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// A value whose type is known from BTF alone, as [BtfValueTypes] decodes it. Immutable.
@SuppressWarnings("JavaLangClash") // Enum is the name in C
public sealed interface BtfValue {

    /// An integer of any width, with its sign.
    ///
    /// @param value exact: the `__u64` of all ones is 2^64 - 1
    record Int(BigInteger value) implements BtfValue {}

    /// A `bool`.
    ///
    /// @param value true for any bits but 0
    record Bool(boolean value) implements BtfValue {}

    /// A `float` or `double`.
    ///
    /// @param value a `float` widened, without loss
    record Real(double value) implements BtfValue {}

    /// A value of an enum.
    ///
    /// @param name the enumerator; empty if the enum names no such value
    /// @param value its number
    record Enum(Optional<String> name, BigInteger value) implements BtfValue {}

    /// A pointer, which is not followed.
    ///
    /// @param address all 64 bits
    record Pointer(long address) implements BtfValue {}

    /// A `char[]`.
    ///
    /// @param value up to its first NUL, or all of it
    record Text(KernelString value) implements BtfValue {}

    /// An array of anything but `char`.
    ///
    /// @param elements all that its type counts, in order
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

    /// A member of a [Struct].
    ///
    /// @param name empty for an unnamed bit field only
    /// @param value decoded by the member's own type
    record Field(String name, BtfValue value) {}
}
