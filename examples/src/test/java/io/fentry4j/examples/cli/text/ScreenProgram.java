package io.fentry4j.examples.cli.text;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Says what its standard output is.
final class ScreenProgram {

    private ScreenProgram() {}

    public static void main(String[] args) throws IOException {
        Screen screen = Screen.of(Path.of("/proc/self/fd/1"), System.getenv());
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            out.write(screen.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
