package io.fentry4j.examples.cli.tracepipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.data.KernelString;
import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.tracelog.OtherLine;
import io.fentry4j.tracelog.TraceEntry;
import io.fentry4j.tracelog.TraceLine;
import io.fentry4j.tracelog.TraceLoss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TraceLogPrinterTest {

    private static final TraceEntry OTHER = new OtherLine(KernelString.of("other ret"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @Command
    private static final class Options {
        @Mixin private TraceFilter filter = new TraceFilter();
    }

    private static TraceLine line(String comm, String text) {
        return TraceFormatTest.line(comm, "d..21", TraceLine.BPF_PRINTK, text);
    }

    private TraceLogPrinter printer(long limit, OutputStream to, String... options) {
        Options parsed = new Options();
        new CommandLine(parsed).parseArgs(options);
        return new TraceLogPrinter(
                new TraceColumns(),
                parsed.filter,
                new LineOutput(to, Path.of("/dev/null"), "standard output"),
                new PrintWriter(err, true),
                limit);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 3",
        "--pid=9290, 2",
        "'--pid=1,9290', 2",
        "--pid=1, 0",
        "--comm=rm, 1",
        "'--comm=rm,a b', 2",
        "--grep=ret, 2",
        "--grep=^ret, 1",
        "'--comm=a b --grep=x', 1",
    })
    void all_filters_must_let_a_message_pass(String options, int shown) {
        String[] words = options.isEmpty() ? new String[0] : options.split(" (?=--)");
        TraceLogPrinter printer = printer(Long.MAX_VALUE, out, words);
        List.of(line("rm", "ret = 0"), line("a b", "x"), OTHER).forEach(printer);

        assertThat(out.toString(UTF_8).lines()).hasSize(shown);
        assertThat(printer.summary()).isEqualTo("read 3, shown " + shown + ", lost 0");
        assertThat(printer.isDone()).isFalse();
    }

    @Test
    void it_is_done_after_so_many_that_were_shown() {
        TraceLogPrinter printer = printer(2, out, "--comm=rm");
        List.of(line("rm", "1"), line("x", "2"), line("rm", "3"), line("rm", "4")).forEach(printer);

        assertThat(printer.isDone()).isTrue();
        assertThat(out.toString(UTF_8)).contains("1\n").contains("3\n").doesNotContain("4\n");
        assertThat(printer.summary()).isEqualTo("read 3, shown 2, lost 0");
    }

    @Test
    void losses_are_told_when_they_are_met_and_at_the_end() {
        TraceLogPrinter printer = printer(9, out);
        printer.accept(new TraceLoss(1, OptionalLong.of(12)));
        printer.accept(new TraceLoss(0, OptionalLong.empty()));

        assertThat(err.toString())
                .isEqualTo(
                        """
                        lost 12 messages of CPU 1: its buffer was full
                        lost an unknown number of messages of CPU 0: its buffer was full
                        """);
        assertThat(printer.hasLost()).isTrue();
        assertThat(printer.summary()).isEqualTo("read 0, shown 0, lost 12 and more");
    }

    @Test
    void a_disk_that_is_full_ends_it_and_is_told() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        TraceLogPrinter printer = printer(9, full);
        printer.accept(line("rm", "x"));

        assertThat(printer.isDone()).isTrue();
        assertThatThrownBy(printer::failIfNotPrinted)
                .hasMessage("write to standard output: No space left on device");
    }
}
