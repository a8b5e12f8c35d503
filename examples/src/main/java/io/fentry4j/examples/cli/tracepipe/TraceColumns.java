package io.fentry4j.examples.cli.tracepipe;

import io.fentry4j.data.KernelString;
import io.fentry4j.examples.cli.text.DisplayWidth;
import io.fentry4j.tracelog.OtherLine;
import io.fentry4j.tracelog.TraceLine;
import java.util.Optional;

/// Columns for people.
///
/// ```
///           TIME     PID COMM            CPU FLAGS TEXT
///    4637.798698    9290 rm                4 d..21 fentry: pid = 9290, filename = test_file
/// ```
final class TraceColumns implements TraceFormat {

    private static final int TIME = 14;
    private static final int PID = 7;
    private static final int COMM = 15;
    private static final int CPU = 3;
    private static final int FLAGS = 5;
    private static final int MICROS = 1_000_000;

    @Override
    public Optional<String> header() {
        return Optional.of(line("TIME", "PID", "COMM", "CPU", "FLAGS", "TEXT"));
    }

    @Override
    public String line(TraceLine line) {
        String text = line.text().escaped();
        return line(
                line.micros().isPresent() ? seconds(line.micros().getAsLong()) : "",
                Integer.toString(line.pid()),
                line.comm().escaped(),
                Integer.toString(line.cpu()),
                KernelString.of(line.flags()).escaped(),
                line.event().isEmpty() || line.event().equals(TraceLine.BPF_PRINTK)
                        ? text
                        : line.event() + ": " + text);
    }

    @Override
    public String line(OtherLine line) {
        return line.text().escaped();
    }

    private static String line(
            String time, String pid, String comm, String cpu, String flags, String text) {
        StringBuilder line = new StringBuilder(100);
        right(line, time, TIME);
        right(line, pid, PID);
        left(line, comm, COMM);
        right(line, cpu, CPU);
        left(line, flags, FLAGS);
        return line.append(text).toString();
    }

    private static void right(StringBuilder line, String value, int width) {
        blanks(line, width - value.length()).append(value).append(' ');
    }

    private static void left(StringBuilder line, String value, int width) {
        blanks(line.append(value), width - DisplayWidth.of(value)).append(' ');
    }

    private static StringBuilder blanks(StringBuilder line, int count) {
        return line.repeat(' ', Math.max(0, count));
    }

    private static String seconds(long micros) {
        String fraction = Long.toString(MICROS + micros % MICROS).substring(1);
        return micros / MICROS + "." + fraction;
    }
}
