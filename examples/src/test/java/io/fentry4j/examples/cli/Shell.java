package io.fentry4j.examples.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Runs the command line in this JVM, as `main` does, and keeps what it wrote.
public record Shell(int status, String out, String err) {

    public static Shell run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = Main.commandLine(out, err).execute(arguments);
        return new Shell(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
