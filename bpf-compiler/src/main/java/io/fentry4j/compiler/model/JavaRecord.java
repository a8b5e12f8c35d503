package io.fentry4j.compiler.model;

import com.palantir.javapoet.ClassName;
import java.util.List;

/// A record to write for a C struct.
///
/// @param cName the struct's name in C, such as `unlink_event`
/// @param size the struct's bytes; with a flexible array, those before it
/// @param definition the struct's definition in C
public record JavaRecord(
        ClassName name, String cName, int size, List<Component> components, String definition)
        implements JavaType {

    public JavaRecord {
        components = List.copyOf(components);
    }

    /// Whether the last component takes what is left of the record.
    public boolean isFlexible() {
        return !components.isEmpty() && components.getLast().isFlexible();
    }
}
