package io.fentry4j.failure;

/// A line of a program's source.
///
/// @param file the file, without folders; for C in a Java class that is the Java file
/// @param line its number, from 1
/// @param text the line, without the white space around it
public record SourcePosition(String file, int line, String text) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
