package io.fentry4j.examples.cli.run;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A BPF object, and what its file says about it.
final class ObjectFile {

    /// More than any object or package has.
    private static final long MAX_BYTES = 128L << 20;

    private final String name;
    private final byte[] elf;
    private final PackageInfo info;

    /// @param elf is not copied
    ObjectFile(String name, byte[] elf, PackageInfo info) {
        this.name = name;
        this.elf = elf;
        this.info = info;
    }

    /// What it is called in messages and, shortened, in the kernel.
    String name() {
        return name;
    }

    /// The ELF file, not to be changed.
    byte[] elf() {
        return elf;
    }

    /// What a package says about it.
    PackageInfo info() {
        return info;
    }

    /// Reads an ELF object or a package: whatever begins as JSON does is a package.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws InvalidObjectException if it is neither, or damaged
    static ObjectFile read(Path file) throws IOException {
        byte[] bytes = bytes(file);
        Path last = file.getFileName();
        String name = last == null ? file.toString() : last.toString();
        if (looksLikeJson(bytes)) {
            return EunomiaPackage.read(name, bytes);
        }
        return new ObjectFile(name.replaceFirst("(\\.bpf)?\\.o$", ""), bytes, PackageInfo.NONE);
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidObjectException(
                        Failure.of("read '" + file + "'", "it is too large for a BPF object")
                                .observe("bytes", Files.size(file))
                                .observe("limit", MAX_BYTES));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("read '" + file + "': there is no such file", e);
        } catch (IOException e) {
            throw new IOException("read '" + file + "': " + e.getMessage(), e);
        }
    }

    private static boolean looksLikeJson(byte[] bytes) {
        for (byte b : bytes) {
            if (!Character.isWhitespace(b)) {
                return b == '{';
            }
        }
        return false;
    }
}
