package io.fentry4j.examples.cli.unlink;

import static picocli.CommandLine.Help.Ansi.Style.bold;
import static picocli.CommandLine.Help.Ansi.Style.faint;
import static picocli.CommandLine.Help.Ansi.Style.fg_red;

import io.fentry4j.Errno;
import io.fentry4j.examples.cli.text.Color;
import io.fentry4j.examples.cli.text.Cut;
import io.fentry4j.examples.cli.text.DisplayWidth;
import io.fentry4j.examples.cli.text.ShortDuration;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.UnlinkEvent;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Help.Ansi.IStyle;

/// Columns for people.
///
/// ```
/// # do_unlinkat by fentry, fexit
/// TIME             PID   UID COMM            RET        DURATION   PATH
/// 14:03:07.218    4711     0 rm              0             41 µs   /tmp/test_file
/// 14:03:07.220    4713     0 rm              -2 ENOENT    3.8 µs ? no_such_folder/file
/// ```
///
/// The name comes last because it can hold spaces. A `?` before it says that it is the name as it
/// was passed, the path is not known; `…` that the beginning is missing. On a terminal the line
/// fits: the end of the name is what is kept. Elsewhere nothing is cut. There is no column for the
/// thread, whose name is in `COMM`; `--json` has its number.
///
/// Lines are put together by hand: a `Formatter` or a `DateTimeFormatter` costs more to load than
/// all the rest of the first line.
final class UnlinkColumns implements UnlinkFormat {

    private static final String AS_PASSED = "? ";
    private static final String NO_MARK = "  ";

    /// Of a name at least so much is shown, if the line is longer than the terminal then.
    private static final int LEAST_NAME = 12;

    private final ZoneId zone;
    private final Set<Column> columns;
    private final boolean paths;
    private final int width;
    private final boolean colored;

    /// @param zone of the times
    /// @param columns before the name
    /// @param paths whether there are paths to be expected
    /// @param width that each line is cut to; 0: nothing is cut
    UnlinkColumns(ZoneId zone, Set<Column> columns, boolean paths, int width, boolean colored) {
        this.zone = zone;
        this.columns = columns;
        this.paths = paths;
        this.width = width;
        this.colored = colored;
    }

    @Override
    public List<String> header(Attachment attachment) {
        StringBuilder heads = new StringBuilder();
        for (Column column : columns) {
            heads.append(column.cell(column.name(), false)).append(' ');
        }
        heads.append(paths ? NO_MARK + "PATH" : "NAME");
        return List.of(about(attachment), painted(bold, heads.toString()));
    }

    /// What is seen, and how.
    private static String about(Attachment attachment) {
        return "# %s by %s".formatted(String.join(", ", attachment.functions()), attachment.mode());
    }

    @Override
    public List<String> tablesHeader(Attachment attachment) {
        return List.of(about(attachment));
    }

    @Override
    public String line(UnlinkEvent event) {
        StringBuilder line = new StringBuilder(120);
        int used = 0;
        for (Column column : columns) {
            String cell = column.cell(value(column, event), width != 0);
            used += DisplayWidth.of(cell) + 1;
            line.append(painted(column, event, cell)).append(' ');
        }
        if (paths) {
            boolean known =
                    event.pathState() == PathState.RESOLVED
                            || event.pathState() == PathState.TRUNCATED;
            String mark = known ? NO_MARK : AS_PASSED;
            used += mark.length();
            line.append(mark);
        }
        String name = name(event);
        if (width != 0) {
            name = Cut.toEnd(name, Math.max(LEAST_NAME, width - used));
        }
        return line.append(colored ? withLastPartBold(name) : name).toString();
    }

    private static String name(UnlinkEvent event) {
        return switch (event.pathState()) {
            case RESOLVED -> event.path().escaped();
            case TRUNCATED -> Cut.MARK + event.path().escaped();
            default -> event.name().escaped();
        };
    }

    private String value(Column column, UnlinkEvent event) {
        return switch (column) {
            case TIME -> time(event.timestamp());
            case PID -> Integer.toString(event.pid());
            case UID -> Long.toString(event.uid());
            case COMM -> event.comm().escaped();
            case CALL ->
                    switch (event.kind()) {
                        case FILE -> "unlink";
                        case DIRECTORY -> "rmdir";
                    };
            case RET ->
                    event.ret() + event.errno().map(Errno::name).map(name -> " " + name).orElse("");
            case DURATION -> ShortDuration.format(event.duration());
        };
    }

    private String painted(Column column, UnlinkEvent event, String cell) {
        return switch (column) {
            case TIME -> painted(faint, cell);
            case RET -> event.succeeded() ? cell : painted(fg_red, cell);
            default -> cell;
        };
    }

    private String painted(IStyle style, String text) {
        return colored ? Color.paint(style, text) : text;
    }

    private static String withLastPartBold(String name) {
        int last = name.lastIndexOf('/') + 1;
        return name.substring(0, last) + Color.paint(bold, name.substring(last));
    }

    @Override
    public List<String> tables(UnlinkTables tables) {
        return new TableText(width, colored).lines(tables);
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
