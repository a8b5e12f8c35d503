package io.fentry4j.examples.cli.run;

import io.fentry4j.btf.Btf;
import java.util.Optional;

/// What somebody says about the type of a ring buffer's records.
///
/// @param btf the BTF that the type is in, if it is not the object's
/// @param typeId its id there, if it is known
/// @param name the name of the struct, without `struct`; may be empty if the id is known
/// @param source who says so, for people
record RecordHint(Optional<Btf> btf, Optional<Integer> typeId, String name, String source) {

    /// A type of the object with this id, and if it is not empty, this name.
    static RecordHint ofId(int typeId, String name, String source) {
        return new RecordHint(Optional.empty(), Optional.of(typeId), name, source);
    }

    /// A type of the object with this name.
    static RecordHint ofName(String name, String source) {
        return new RecordHint(Optional.empty(), Optional.empty(), name, source);
    }
}
