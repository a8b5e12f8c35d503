package io.fentry4j.compiler.clang;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program without a shell and with a time limit.
///
/// The output goes to files and not through pipes: a grandchild that keeps a pipe open could
/// otherwise hold up javac after the program was stopped.
final class Command {

    private Command() {}

    /// What a program left behind.
    ///
    /// @param exitCode 128 + the signal's number if a signal ended it
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Result(int exitCode, boolean timedOut, byte[] output, String errors) {
        boolean succeeded() {
            return !timedOut && exitCode == 0;
        }
    }

    /// Runs `command` in `directory` and waits for its end.
    ///
    /// @throws IOException if it cannot be started
    static Result run(List<String> command, Path directory, Duration timeout) throws IOException {
        Path output = Files.createTempFile(directory, "stdout", "");
        Path errors = Files.createTempFile(directory, "stderr", "");
        try {
            var builder =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(output.toFile())
                            .redirectError(errors.toFile());
            var environment = builder.environment();
            environment.put("LC_ALL", "C");
            // What a developer has set for his C programs must not reach the object.
            environment.keySet().removeAll(List.of("CPATH", "C_INCLUDE_PATH", "SOURCE_DATE_EPOCH"));
            boolean timedOut;
            Process process = builder.start();
            try {
                timedOut = !process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for " + command.getFirst(), e);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().onExit().join();
            }
            return new Result(
                    timedOut ? -1 : process.exitValue(),
                    timedOut,
                    Files.readAllBytes(output),
                    new String(Files.readAllBytes(errors), StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }
}
