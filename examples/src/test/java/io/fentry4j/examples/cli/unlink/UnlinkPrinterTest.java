package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.KernelString;
import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.fixture.Events;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlinkPrinterTest {

    private static final UnlinkFormat COLUMNS =
            new UnlinkColumns(ZoneOffset.UTC, Column.fitting(0, false), false, 0, false);
    private static final Attachment ATTACHMENT =
            new Attachment(Mode.FENTRY, List.of("do_unlinkat"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicInteger ends = new AtomicInteger();

    private UnlinkPrinter printer(OutputStream stream, Path file, long limit) {
        return new UnlinkPrinter(
                COLUMNS,
                new LineOutput(stream, file, "standard output"),
                true,
                Optional.empty(),
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
        printer.begin(ATTACHMENT);
        assertThat(names()).containsExactly("fexit", "NAME");
        send(printer, "a", "b");
        assertThat(names()).containsExactly("fexit", "NAME", "a", "b");
    }

    @Test
    void an_event_that_is_faster_than_the_header_waits_for_it() {
        UnlinkPrinter printer = printer(10);
        send(printer, "a");
        assertThat(names()).isEmpty();
        printer.begin(ATTACHMENT);
        assertThat(names()).containsExactly("fexit", "NAME", "a");
    }

    @Test
    void it_prints_exactly_as_many_events_as_asked_for() {
        UnlinkPrinter printer = printer(2);
        printer.begin(ATTACHMENT);
        send(printer, "a");
        assertThat(ends).hasValue(0);
        send(printer, "b", "c", "d");
        assertThat(names()).containsExactly("fexit", "NAME", "a", "b");
        assertThat(ends).hasValue(1);
        assertThat(printer.failure()).isEmpty();
    }

    @Test
    void it_ends_quietly_when_the_reader_has_gone(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        UnlinkPrinter printer = printer(failing(), pipe, 10);
        printer.begin(ATTACHMENT);
        send(printer, "a", "b");
        assertThat(ends).hasValue(1);
        assertThat(printer.failure()).isEmpty();
    }

    @Test
    void it_ends_with_the_reason_when_it_cannot_write() {
        UnlinkPrinter printer = printer(failing(), Path.of("/dev/null"), 10);
        printer.begin(ATTACHMENT);
        send(printer, "a", "b");
        assertThat(ends).hasValue(1);
        assertThat(printer.failure().orElseThrow())
                .hasMessage("write to standard output: No space left on device");
    }

    private UnlinkPrinter counting(UnlinkFormat format, boolean printsEvents, long limit) {
        return new UnlinkPrinter(
                format,
                new LineOutput(out, Path.of("/dev/null"), "standard output"),
                printsEvents,
                Optional.of(new UnlinkTables(EnumSet.of(SummaryBy.ERRNO))),
                limit,
                ends::incrementAndGet);
    }

    @Test
    void a_summary_takes_the_place_of_the_events_and_of_their_header() throws Exception {
        UnlinkPrinter printer = counting(COLUMNS, false, 2);
        printer.begin(ATTACHMENT);
        send(printer, "a", "b", "c");
        assertThat(ends).hasValue(1);
        printer.finish();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        # do_unlinkat by fentry, fexit
                          DELETED    FAILED      TIME ERRNO
                                2         0     82 µs none
                        """);
    }

    @Test
    void a_summary_can_follow_the_events() throws Exception {
        UnlinkPrinter printer = counting(COLUMNS, true, 10);
        printer.begin(ATTACHMENT);
        send(printer, "a");
        printer.finish();
        assertThat(names()).containsExactly("fexit", "NAME", "a", "", "ERRNO", "none");
    }

    @Test
    void as_json_a_summary_is_one_line() throws Exception {
        UnlinkPrinter printer = counting(new UnlinkJson(true), false, 10);
        printer.begin(ATTACHMENT);
        send(printer, "a");
        printer.finish();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("{\"header\":"))
                .last()
                .asString()
                .startsWith("{\"summary\":{\"errno\":");
    }

    @Test
    void nothing_is_written_to_a_reader_that_has_gone(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        AtomicInteger attempts = new AtomicInteger();
        UnlinkPrinter printer =
                new UnlinkPrinter(
                        COLUMNS,
                        new LineOutput(
                                new OutputStream() {
                                    @Override
                                    public void write(int b) throws IOException {
                                        attempts.incrementAndGet();
                                        throw new IOException("Broken pipe");
                                    }
                                },
                                pipe,
                                "standard output"),
                        true,
                        Optional.of(new UnlinkTables(EnumSet.allOf(SummaryBy.class))),
                        10,
                        ends::incrementAndGet);
        printer.begin(ATTACHMENT);
        send(printer, "a");
        printer.finish();
        assertThat(attempts).hasValue(1);
        assertThat(ends).hasValue(1);
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
