package io.fentry4j.examples.cli.unlink;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The command that is run to see what it deletes: on the same terminal, with the same standard
/// input, output and error.
///
/// Ctrl-C reaches it from the terminal. Whatever else ends this program, the command is given a
/// second to end by itself, then gets SIGTERM, and SIGKILL if that does not help either.
final class TracedCommand {

    /// As the shell says it.
    static final int NOT_FOUND = 127;

    /// As the shell says it: it is there, but the kernel does not run it.
    static final int NOT_EXECUTABLE = 126;

    private static final int GRACE_SECONDS = 1;
    private static final int PATIENCE_SECONDS = 5;

    private final Process process;

    private TracedCommand(Process process) {
        this.process = process;
    }

    /// Starts it.
    ///
    /// @throws IOException if it cannot be; see [#statusWithout]
    static TracedCommand start(List<String> command) throws IOException {
        return new TracedCommand(new ProcessBuilder(command).inheritIO().start());
    }

    /// The exit status that tells why `program` could not be started.
    ///
    /// @param path the folders that programs are in, as in `PATH`
    static int statusWithout(String program, Optional<String> path) {
        return exists(program, path.orElse("/bin:/usr/bin")) ? NOT_EXECUTABLE : NOT_FOUND;
    }

    private static boolean exists(String program, String path) {
        try {
            if (program.indexOf('/') >= 0) {
                return Files.exists(Path.of(program));
            }
            for (String folder : path.split(File.pathSeparator, -1)) {
                if (!program.isEmpty() && Files.isRegularFile(Path.of(folder, program))) {
                    return true;
                }
            }
            return false;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /// Calls `action` when it has ended.
    void whenEnded(Runnable action) {
        var _ = process.onExit().thenRun(action);
    }

    /// Waits for its end.
    ///
    /// @return its exit status, 128 and the number of the signal if one ended it
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /// Sees to it that it ends soon.
    void end() {
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
