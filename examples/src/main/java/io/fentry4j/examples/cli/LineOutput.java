package io.fentry4j.examples.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A stream as lines, each written at once: the next program of a pipeline sees an event when it
/// happens.
///
/// Unlike a `PrintStream` it tells when a line could not be written. For one thread at a time.
public final class LineOutput implements AutoCloseable {

    /// Whatever file, pipe or terminal standard output is.
    public static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    /// Whatever file, pipe or terminal standard error is.
    public static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private static final int FILE_TYPE = 0170000; // S_IFMT of <sys/stat.h>
    private static final int PIPE = 0010000; // S_IFIFO
    private static final int SOCKET = 0140000; // S_IFSOCK

    private final OutputStream out;
    private final Path file;
    private final String name;

    /// @param file what `out` writes to
    /// @param name what people call it, such as `standard output`
    public LineOutput(OutputStream out, Path file, String name) {
        this.out = out;
        this.file = file;
        this.name = name;
    }

    /// Creates a file, or empties it.
    ///
    /// @throws IOException if that cannot be done
    public static LineOutput create(Path file) throws IOException {
        try {
            return new LineOutput(Files.newOutputStream(file), file, "'" + file + "'");
        } catch (IOException e) {
            throw new IOException("create '" + file + "': " + reason(e), e);
        }
    }

    /// Java tells the usual reasons by the type of the exception, with the file's name alone.
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such folder";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /// What it writes to.
    public Path file() {
        return file;
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
            throw new IOException("write to " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
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
