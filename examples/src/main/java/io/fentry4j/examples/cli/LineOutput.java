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

    /// Whatever file, pipe or terminal standard output is.
    static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private static final int FILE_TYPE = 0170000; // S_IFMT of <sys/stat.h>
    private static final int PIPE = 0010000; // S_IFIFO
    private static final int SOCKET = 0140000; // S_IFSOCK

    private final OutputStream out;
    private final Path file;

    /// @param file what `out` writes to
    public LineOutput(OutputStream out, Path file) {
        this.out = out;
        this.file = file;
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
            int type = (int) Files.getAttribute(file, "unix:mode") & FILE_TYPE;
            return type == PIPE || type == SOCKET;
        } catch (IOException e) {
            return false;
        }
    }
}
