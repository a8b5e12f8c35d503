package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Runs of the native program of `src/test/c`, which `kernel-tests/run` compiles.
final class Workload {

    private static final Path PROGRAM =
            Path.of(System.getProperty("fentry4j.project", ".."), "kernel-tests/target/workload")
                    .toAbsolutePath();

    private Workload() {}

    static Path program() {
        return PROGRAM;
    }

    /// A folder that every user may write to, which the one of a test is not.
    static Path open(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /// Runs a command of the program's to its end in a new folder below `folder`.
    ///
    /// @param arguments what follows the journal's and the working folder
    static Journals run(Path folder, String command, String... arguments) throws Exception {
        open(folder);
        Path own = open(Files.createTempDirectory(folder, command));
        Path journal = open(own.resolve("journal"));
        List<String> line = new ArrayList<>();
        line.addAll(List.of(PROGRAM.toString(), command, journal.toString()));
        line.add(open(own.resolve("base")).toString());
        line.addAll(List.of(arguments));
        run(line);
        return Journals.read(journal);
    }

    /// Runs any program to its end, which must be good.
    static void run(List<String> line) throws Exception {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line + ": " + output).isZero();
    }
}
