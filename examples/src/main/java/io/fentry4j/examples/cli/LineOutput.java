package io.fentry4j.examples.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Standard output as lines, each written at once: the next program of a pipeline sees an event
/// when it happens.
///
/// Unlike a `PrintStream` it tells when a line could not be written. For one thread at a time.
public final class LineOutput {

    /// What standard output is: a link to a file, or to `pipe:[17]`.
    static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private final OutputStream out;
    private final Path link;

    /// @param link tells what `out` is, as [#STANDARD_OUTPUT] does
    public LineOutput(OutputStream out, Path link) {
        this.out = out;
        this.link = link;
    }

    /// Writes `line` and a line feed in UTF-8.
    ///
    /// @return false if nobody can read it any more, because the reader of the pipe has gone
    /// @throws IOException if it cannot be written for another reason, such as a full disk
    public boolean print(String line) throws IOException {
        try {
            out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            out.flush();
            return true;
        } catch (IOException e) {
            if (isPipe()) {
                return false;
            }
            throw new IOException("write to standard output: " + e.getMessage(), e);
        }
    }

    /// Writing to a pipe has no other way to fail than EPIPE, and Java has no errno in its
    /// exception (its text is in the language of the locale).
    private boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
