package io.fentry4j.compiler.clang;

import java.util.List;
import java.util.Optional;

/// A message of clang with the notes that belong to it.
///
/// @param location where clang reports it; empty for a message about the run as a whole
/// @param includedFrom the chain of `#include`s to there, the outermost last
record ClangMessage(
        Severity severity,
        Optional<Location> location,
        String text,
        List<Location> includedFrom,
        List<ClangMessage> notes) {

    enum Severity {
        NOTE,
        WARNING,
        ERROR
    }

    /// A position in a file, both numbers from 1; column 0 if only the line is known.
    record Location(String file, int line, int column) {}
}
