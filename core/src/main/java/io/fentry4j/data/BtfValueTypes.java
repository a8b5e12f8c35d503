package io.fentry4j.data;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;

/// Types of values that are found in BTF at run time, where there is no Java type for them.
public final class BtfValueTypes {

    private BtfValueTypes() {}

    /// The type with this id of `btf`.
    ///
    /// All of it is checked now, so that decoding throws for a record that is too short and
    /// otherwise never, whatever the bytes are. A flexible array at the end of a struct takes what
    /// is left of the record. Integers, enums, `bool`, floating-point numbers and `char[]` can be
    /// written too; writing another value throws an [IllegalArgumentException].
    ///
    /// @throws BtfException if values of the type have no size (`void`, a function, a struct that
    ///   is only declared), if the type contradicts itself (a struct that contains itself, a member
    ///   beyond the end of its struct), or if one value consists of more than a million others
    public static ValueType<BtfValue> of(Btf btf, int typeId) {
        BtfCodec codec = new BtfCodecs(btf).record(typeId);
        return ValueType.of(
                btf.toC(typeId),
                codec.size(),
                view -> codec.read(view, 0),
                (writer, value) -> codec.write(writer, 0, value));
    }
}
