package io.fentry4j.compiler.model;

import com.palantir.javapoet.ClassName;
import java.util.List;

/// A Java enum to write for a C enum.
///
/// @param cName the enum's name in C; for an anonymous one, the member that has it
/// @param storage the integer that values of it are stored in
/// @param definition the enum's definition in C
public record JavaEnum(
        ClassName name, String cName, Scalar storage, List<Constant> constants, String definition)
        implements JavaType {

    public JavaEnum {
        constants = List.copyOf(constants);
    }

    /// A named value.
    public record Constant(String javaName, long value) {}

    /// Whether `int` holds all values.
    public boolean fitsInt() {
        return storage.size() < 8
                && constants.stream()
                        .allMatch(constant -> constant.value() == (int) constant.value());
    }
}
