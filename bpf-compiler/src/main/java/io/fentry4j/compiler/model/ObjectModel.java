package io.fentry4j.compiler.model;

import java.util.List;
import java.util.Optional;

/// What a compiled object offers to Java: plain data, read from its ELF symbols and BTF.
///
/// @param types the records and enums to write
public record ObjectModel(
        List<ProgramMember> programs,
        List<MapMember> maps,
        List<VariableMember> variables,
        List<JavaType> types) {

    public ObjectModel {
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
        variables = List.copyOf(variables);
        types = List.copyOf(types);
    }

    /// A program.
    ///
    /// @param section the ELF section, such as `fentry/do_unlinkat`
    public record ProgramMember(String javaName, String cName, String section) {}

    /// A map.
    ///
    /// @param declaration what it is, as HTML for the documentation
    /// @param record the type of the records of a ring buffer, if the C tells it
    public record MapMember(
            String javaName, String cName, String declaration, Optional<FieldType> record) {}

    /// A global variable.
    ///
    /// @param section `.rodata`, `.data`, `.bss` or one that begins so
    /// @param offset its first byte in the section
    /// @param declaration its declaration in C
    public record VariableMember(
            String javaName,
            String cName,
            String section,
            int offset,
            FieldType type,
            String declaration) {}
}
