package io.fentry4j.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A run of `bin/fentry4j` in a process of its own, with what it printed.
final class CommandLine {

    private static final Path PROJECT =
            Path.of(System.getProperty("fentry4j.project", "..")).toAbsolutePath().normalize();

    private final Process process;
    private final Path out;
    private final Path err;

    private CommandLine(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// The launcher of this checkout.
    static String launcher() {
        return PROJECT.resolve("bin/fentry4j").toString();
    }

    /// The folders that the launcher needs, to be copied where every user may read them.
    static Path project() {
        return PROJECT;
    }

    static CommandLine start(Path folder, List<String> command) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process =
                new ProcessBuilder(new ArrayList<>(command))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        return new CommandLine(process, out, err);
    }

    /// Waits until it says that the probe is attached.
    void awaitAttached() throws Exception {
        while (!err().contains("attached")) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) && !err().contains("attached")) {
                throw new AssertionError("ended with " + process.exitValue() + ": " + err());
            }
        }
    }

    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /// Whether it has not ended after a moment.
    boolean isRunning() throws InterruptedException {
        return !process.waitFor(10, TimeUnit.MILLISECONDS);
    }

    int exitStatus() throws InterruptedException {
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }
}
