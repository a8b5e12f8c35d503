package io.fentry4j.compiler.clang;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A temporary directory with the headers of this jar, removed with all it holds by [#close()].
///
/// clang runs in it and is given relative paths only, so that its name reaches no object file.
final class WorkDirectory implements AutoCloseable {

    /// Where the headers are, relative to the directory.
    static final String INCLUDE = "include";

    private static final List<String> HEADERS = List.of("fentry4j.h", "fentry4j/kernel_types.h");
    private static final String RESOURCES = "/io/fentry4j/compiler/include/";

    private final Path root;

    private WorkDirectory(Path root) {
        this.root = root;
    }

    static WorkDirectory create() throws IOException {
        var directory = new WorkDirectory(Files.createTempDirectory("fentry4j-"));
        try {
            for (String header : HEADERS) {
                directory.write(INCLUDE + "/" + header, resource(header));
            }
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
        return directory;
    }

    private static byte[] resource(String header) throws IOException {
        try (InputStream in = WorkDirectory.class.getResourceAsStream(RESOURCES + header)) {
            if (in == null) {
                throw new IOException("the compiler's jar has no " + RESOURCES + header);
            }
            return in.readAllBytes();
        }
    }

    Path root() {
        return root;
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    void write(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("remove " + root, e);
        }
    }
}
