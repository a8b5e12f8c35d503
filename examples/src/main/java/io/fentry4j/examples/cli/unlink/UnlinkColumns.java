package io.fentry4j.examples.cli.unlink;

import io.fentry4j.Errno;
import io.fentry4j.unlink.UnlinkEvent;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/// Columns for people.
///
/// ```
/// TIME             PID   UID COMM            RET        DURATION NAME
/// 14:03:07.218    4711     0 rm              0             41 µs test_file
/// 14:03:07.220    4713     0 rm              -2 ENOENT    3.8 µs no_such_file
/// ```
///
/// A value that is wider than its column moves the rest of its line; nothing is cut. The name comes
/// last because it can hold spaces. There is no column for the thread, whose name is in `COMM`;
/// `--json` has its number.
///
/// Lines are put together by hand: a `Formatter` or a `DateTimeFormatter` costs more to load than
/// all the rest of the first line.
final class UnlinkColumns implements UnlinkFormat {

    private static final int PID_WIDTH = 7;
    private static final int UID_WIDTH = 5;
    private static final int COMM_WIDTH = 15;
    private static final int RET_WIDTH = 10;
    private static final int DURATION_WIDTH = 8;

    private final ZoneId zone;

    /// @param zone of the times
    UnlinkColumns(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public Optional<String> header() {
        return Optional.of(join("TIME        ", "PID", "UID", "COMM", "RET", "DURATION", "NAME"));
    }

    @Override
    public String line(UnlinkEvent event) {
        return join(
                time(event.timestamp()),
                Integer.toString(event.pid()),
                Long.toString(event.uid()),
                event.comm().escaped(),
                event.ret() + event.errno().map(Errno::name).map(name -> " " + name).orElse(""),
                ShortDuration.format(event.duration()),
                event.name().escaped());
    }

    private static String join(
            String time,
            String pid,
            String uid,
            String comm,
            String ret,
            String duration,
            String name) {
        StringBuilder line = new StringBuilder(80 + name.length()).append(time);
        right(line, PID_WIDTH, pid);
        right(line, UID_WIDTH, uid);
        left(line, COMM_WIDTH, comm);
        left(line, RET_WIDTH, ret);
        right(line, DURATION_WIDTH, duration);
        return line.append(' ').append(name).toString();
    }

    private static void right(StringBuilder line, int width, String value) {
        line.append(' ').repeat(' ', Math.max(0, width - value.length())).append(value);
    }

    private static void left(StringBuilder line, int width, String value) {
        line.append(' ').append(value).repeat(' ', Math.max(0, width - value.length()));
    }

    private String time(Instant instant) {
        LocalTime time = LocalTime.ofInstant(instant, zone);
        StringBuilder text = new StringBuilder(12);
        digits(text, 2, time.getHour()).append(':');
        digits(text, 2, time.getMinute()).append(':');
        digits(text, 2, time.getSecond()).append('.');
        return digits(text, 3, time.getNano() / 1_000_000).toString();
    }

    private static StringBuilder digits(StringBuilder text, int count, int value) {
        String digits = Integer.toString(value);
        return text.repeat('0', count - digits.length()).append(digits);
    }
}
