package io.fentry4j.internal.asm;

/// What an instruction was made for, to be named if the verifier rejects it.
///
/// @param source the text or type that it came from, such as a record's simple name
/// @param position where in it: the number of a component or the column of a term, from 1
/// @param text the part itself
public record Origin(String source, int position, String text) {}
