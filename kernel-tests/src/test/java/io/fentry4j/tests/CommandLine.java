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

    /// A launcher that every user can run: the checkout may be in a folder that only root can
    /// enter.
    static String launcherForEveryone() throws IOException, InterruptedException {
        Path copy = Path.of("/run/fentry4j-everyone");
        Files.createDirectories(copy.resolve("examples"));
        run("cp", "-r", PROJECT + "/bin", copy.toString());
        run("cp", "-r", PROJECT + "/examples/target", copy + "/examples/target");
        run("chmod", "-R", "a+rX", copy.toString());
        return copy + "/bin/fentry4j";
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + status);
        }
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
        awaitSaid("attached");
    }

    /// Waits until it has said `text` on standard error.
    void awaitSaid(String text) throws Exception {
        while (!err().contains(text)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) && !err().contains(text)) {
                throw new AssertionError("ended with " + process.exitValue() + ": " + err());
            }
        }
    }

    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /// Sends a signal to the process, which leads a group of its own, and to all of that group.
    void signalGroup(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid()).start().waitFor();
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
