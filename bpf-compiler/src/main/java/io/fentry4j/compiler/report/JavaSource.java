package io.fentry4j.compiler.report;

import java.nio.file.Path;
import java.util.Optional;
import javax.tools.Diagnostic;

/// A Java file that a program's C stands in.
public interface JavaSource {

    /// The file's name without its directory, so that nothing compiled depends on where it is.
    String name();

    /// The directory of the file, if it is one of the default file system.
    Optional<Path> directory();

    /// The line of a character, from 1.
    int line(int offset);

    /// Prints a compiler message at a character of this file.
    void print(Diagnostic.Kind kind, String message, int offset);
}
