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
    /// @param kind its number in the kernel's `enum bpf_map_type`
    /// @param declaration what it is, for the documentation
    /// @param key the type of its keys, if the C tells it
    /// @param value the type of its values, of a ring buffer that of its records, if the C tells it
    public record MapMember(
            String javaName,
            String cName,
            int kind,
            String declaration,
            Optional<FieldType> key,
            Optional<FieldType> value) {}

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
