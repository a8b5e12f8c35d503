package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineOutputTest {

    @TempDir Path folder;

    private Path file;
    private Path pipe;

    @BeforeEach
    void make_links_like_those_of_proc() throws IOException {
        file = Files.createSymbolicLink(folder.resolve("file"), Path.of("events.json"));
        pipe = Files.createSymbolicLink(folder.resolve("pipe"), Path.of("pipe:[17]"));
    }

    @Test
    void a_line_is_written_in_utf_8() throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(new LineOutput(bytes, file).print("41 µs")).isTrue();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("41 µs\n");
    }

    @Test
    void a_reader_that_has_gone_is_no_failure() throws IOException {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        assertThat(new LineOutput(broken, pipe).print("a line")).isFalse();
    }

    @Test
    void a_full_disk_is_a_failure() throws IOException {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            assertThatThrownBy(() -> new LineOutput(full, file).print("a line"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("write to standard output: ");
        }
    }
}
