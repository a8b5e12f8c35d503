package io.fentry4j.examples.cli.run;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// BPF objects that this project did not make: of clang and libbpf's headers alone.
final class ClangObjects {

    private static final Path COMPILER = Path.of("..", "build-tools", "compile-bpf");

    private ClangObjects() {}

    /// Compiles `NAME.bpf.c` beside this class into `folder`.
    static Path compile(String name, Path folder) throws Exception {
        Path source = folder.resolve(name + ".bpf.c");
        Path object = folder.resolve(name + ".bpf.o");
        try (InputStream in = ClangObjects.class.getResourceAsStream(name + ".bpf.c")) {
            Files.copy(Objects.requireNonNull(in), source);
        }
        Process clang =
                new ProcessBuilder(COMPILER.toString(), source.toString(), object.toString())
                        .inheritIO()
                        .start();
        if (clang.waitFor() != 0) {
            throw new AssertionError("clang does not compile " + source);
        }
        return object;
    }
}
