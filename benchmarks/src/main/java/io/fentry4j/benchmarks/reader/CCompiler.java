package io.fentry4j.benchmarks.reader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Builds the C that the benchmarks are held against, with the machine's own compiler: `$CC`, or
/// else `cc`.
final class CCompiler {

    private CCompiler() {}

    /// A shared library of a C file that is a resource beside this class, linked with libbpf. It is
    /// deleted when the JVM ends.
    ///
    /// @throws IllegalStateException if the compiler fails, with what it said
    static Path sharedLibrary(String resource) {
        try {
            Path folder = Files.createTempDirectory("fentry4j-benchmarks");
            folder.toFile().deleteOnExit();
            Path source = folder.resolve(resource);
            Path library = folder.resolve(resource + ".so");
            source.toFile().deleteOnExit();
            library.toFile().deleteOnExit();
            try (InputStream in =
                    Objects.requireNonNull(
                            CCompiler.class.getResourceAsStream(resource), resource)) {
                Files.copy(in, source);
            }
            compile(source, library);
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException("compile " + resource, e);
        }
    }

    private static void compile(Path source, Path library) throws IOException {
        String compiler = Objects.requireNonNullElse(System.getenv("CC"), "cc");
        Process process =
                new ProcessBuilder(
                                compiler,
                                "-O2",
                                "-shared",
                                "-fPIC",
                                "-o",
                                library.toString(),
                                source.toString(),
                                "-lbpf")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exitStatus(process) != 0) {
            throw new IllegalStateException(
                    "compile %s: %s failed [output=%s]. What to do: install a C compiler and libbpf-dev"
                            .formatted(source.getFileName(), compiler, output.strip()));
        }
    }

    private static int exitStatus(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("compile: interrupted", e);
        }
    }
}
