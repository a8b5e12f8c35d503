package io.fentry4j.internal.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The content of one of the kernel's text files, or why there is none: a file that cannot be read
/// says nothing about the names that are not in it.
public final class KernelText {

    /// The symbols of a kernel with many modules take 15 MB. The bound keeps a damaged file, or a
    /// wrong path, from filling the heap.
    static final int MAX_BYTES = 128 << 20;

    private static final String READ = "read";

    private final byte[] bytes;
    private final String state;

    private KernelText(byte[] bytes, String state) {
        this.bytes = bytes;
        this.state = state;
    }

    /// A text that was read.
    static KernelText of(byte[] bytes) {
        return new KernelText(bytes, READ);
    }

    /// Reads the first of `files` that can be read.
    static KernelText read(int maxBytes, Path... files) {
        String state = "does not exist";
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(maxBytes + 1);
                if (bytes.length <= maxBytes) {
                    return of(bytes);
                }
                state = "has more than " + maxBytes + " bytes";
            } catch (NoSuchFileException e) {
                // A folder that cannot be entered hides its files in the same way.
                state = state.equals("not readable") ? state : "does not exist";
            } catch (AccessDeniedException e) {
                state = "not readable";
            } catch (IOException e) {
                // Lockdown opens tracefs' files for nobody: EPERM.
                state = "not readable (" + reason(e) + ")";
            }
        }
        return new KernelText(new byte[0], state);
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.substring(message.lastIndexOf(':') + 1).trim();
    }

    /// Whether the whole file was read.
    public boolean readable() {
        return state.equals(READ);
    }

    /// The content, not to be changed; empty if it could not be read whole.
    byte[] bytes() {
        return bytes;
    }

    /// `read`, or why not: to be shown as evidence.
    public String state() {
        return state;
    }
}
