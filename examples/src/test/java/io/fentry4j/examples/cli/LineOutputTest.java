package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineOutputTest {

    /// Neither a pipe nor a socket; writing to it says that the disk is full.
    private static final Path DEVICE = Path.of("/dev/full");

    @Test
    void a_line_is_written_in_utf_8() throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(new LineOutput(bytes, DEVICE, "a file").print("41 µs")).isTrue();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("41 µs\n");
    }

    @Test
    void a_reader_that_has_gone_is_no_failure(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        // Opening either end waits for the other one.
        Thread reader = Thread.ofPlatform().start(() -> openAndClose(pipe));
        try (OutputStream out = new FileOutputStream(pipe.toFile())) {
            reader.join();
            assertThat(new LineOutput(out, pipe, "a pipe").print("a line")).isFalse();
        }
    }

    private static void openAndClose(Path pipe) {
        try {
            new FileInputStream(pipe.toFile()).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_full_disk_is_a_failure() throws IOException {
        try (OutputStream full = new FileOutputStream(DEVICE.toFile())) {
            assertThatThrownBy(() -> new LineOutput(full, DEVICE, "/dev/full").print("a line"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("write to /dev/full: ");
        }
    }

    @Test
    void a_file_is_emptied_first(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("events"), "what was in it\nbefore\n");
        try (LineOutput out = LineOutput.create(file)) {
            out.print("an event");
            assertThat(file).content().isEqualTo("an event\n"); // at once
        }
    }

    @Test
    void a_file_that_cannot_be_created_is_named_with_the_reason(@TempDir Path folder) {
        Path file = folder.resolve("missing/events");
        assertThatThrownBy(() -> LineOutput.create(file))
                .isInstanceOf(IOException.class)
                .hasMessage("create '%s': there is no such folder", file);
        assertThatThrownBy(() -> LineOutput.create(folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("create '" + folder + "': ");
    }
}
