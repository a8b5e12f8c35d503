package io.fentry4j.compiler.report;

/// A character in a Java source file.
///
/// @param offset characters from the start of the file
public record Place(JavaSource source, int offset) {

    /// The line in the Java file, from 1.
    public int line() {
        return source.line(offset);
    }

    @Override
    public String toString() {
        return source.name() + ":" + line();
    }
}
