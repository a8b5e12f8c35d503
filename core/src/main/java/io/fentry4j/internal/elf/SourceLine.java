package io.fentry4j.internal.elf;

/// The source line that an instruction was compiled from.
///
/// @param section the ELF section of the instruction
/// @param instruction its index in the section, counted in units of 8 bytes
/// @param file the source file as clang was told, for C in Java the Java file's name
/// @param number the line in the file, from 1
/// @param text the line itself
public record SourceLine(String section, int instruction, String file, int number, String text) {}
