package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import io.fentry4j.examples.cli.LineOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlinkPrinterTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicInteger ends = new AtomicInteger();

    private UnlinkPrinter printer(OutputStream stream, Path file, long limit) {
        return new UnlinkPrinter(
                new UnlinkColumns(ZoneOffset.UTC),
                new LineOutput(stream, file),
                limit,
                ends::incrementAndGet);
    }

    private UnlinkPrinter printer(long limit) {
        return printer(out, Path.of("/dev/null"), limit);
    }

    /// The last word of each line.
    private List<String> names() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private static void send(UnlinkPrinter printer, String... names) {
        for (String name : names) {
            printer.accept(Events.of(KernelString.of(name)));
        }
    }

    @Test
    void the_header_comes_once_and_without_events_too() {
        UnlinkPrinter printer = printer(10);
        printer.begin();
        assertThat(names()).containsExactly("NAME");
        send(printer, "a", "b");
        assertThat(names()).containsExactly("NAME", "a", "b");
    }

    @Test
    void an_event_that_is_faster_than_the_header_waits_for_it() {
        UnlinkPrinter printer = printer(10);
        send(printer, "a");
        printer.begin();
        assertThat(names()).containsExactly("NAME", "a");
    }

    @Test
    void it_prints_exactly_as_many_events_as_asked_for() {
        UnlinkPrinter printer = printer(2);
        send(printer, "a");
        assertThat(ends).hasValue(0);
        send(printer, "b", "c", "d");
        assertThat(names()).containsExactly("NAME", "a", "b");
        assertThat(ends).hasValue(1);
        assertThat(printer.failure()).isEmpty();
    }

    @Test
    void it_ends_quietly_when_the_reader_has_gone(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        UnlinkPrinter printer = printer(failing(), pipe, 10);
        send(printer, "a", "b");
        assertThat(ends).hasValue(1);
        assertThat(printer.failure()).isEmpty();
    }

    @Test
    void it_ends_with_the_reason_when_it_cannot_write() {
        UnlinkPrinter printer = printer(failing(), Path.of("/dev/null"), 10);
        send(printer, "a", "b");
        assertThat(ends).hasValue(1);
        assertThat(printer.failure().orElseThrow())
                .hasMessage("write to standard output: No space left on device");
    }

    private static OutputStream failing() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
    }
}
