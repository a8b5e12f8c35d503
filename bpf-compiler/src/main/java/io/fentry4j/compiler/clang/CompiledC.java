package io.fentry4j.compiler.clang;

/// What clang made of the C.
///
/// @param elf the object, without the debug information that libbpf does not read
/// @param enumSigns whether its BTF tells which enums have negative values
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record CompiledC(byte[] elf, boolean enumSigns) {}
