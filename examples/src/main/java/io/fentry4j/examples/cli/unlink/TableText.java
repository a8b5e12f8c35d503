package io.fentry4j.examples.cli.unlink;

import static picocli.CommandLine.Help.Ansi.Style.bold;

import io.fentry4j.examples.cli.text.Color;
import io.fentry4j.examples.cli.text.Cut;
import io.fentry4j.examples.cli.text.ShortDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The tables of a summary for people.
///
/// ```
///  DELETED    FAILED      TIME PROCESS
///      120         3    4.1 ms 4711 rm
///       34         0    1.2 ms … and 12 more
/// ```
final class TableText {

    private static final int NUMBER_WIDTH = 9;
    private static final int USED = 3 * (NUMBER_WIDTH + 1);
    private static final int LEAST_KEY = 12;

    private final int width;
    private final boolean colored;

    /// @param width that each line is cut to; 0: nothing is cut
    TableText(int width, boolean colored) {
        this.width = width;
        this.colored = colored;
    }

    List<String> lines(UnlinkTables tables) {
        List<String> lines = new ArrayList<>();
        if (tables.has(SummaryBy.PROCESS)) {
            add(
                    lines,
                    SummaryBy.PROCESS,
                    tables.processes(),
                    row -> row.key().pid() + " " + row.name().escaped());
        }
        if (tables.has(SummaryBy.DIRECTORY)) {
            add(
                    lines,
                    SummaryBy.DIRECTORY,
                    tables.directories(),
                    row -> (row.key().known() ? "" : "? ") + row.key().path().escaped());
        }
        if (tables.has(SummaryBy.ERRNO)) {
            add(lines, SummaryBy.ERRNO, tables.errnos(), row -> row.name().escaped());
        }
        return lines;
    }

    private <K extends Comparable<K>> void add(
            List<String> lines,
            SummaryBy by,
            TopTable<K> table,
            Function<TopTable.Row<K>, String> name) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        String head = line("DELETED", "FAILED", "TIME", by.name());
        lines.add(colored ? Color.paint(bold, head) : head);
        for (TopTable.Row<K> row : table.top()) {
            lines.add(line(row.tally(), name.apply(row)));
        }
        TopTable.More more = table.more();
        if (more.keys() != 0) {
            lines.add(line(more.tally(), "… and " + more.keys() + " more"));
        }
        if (table.others().calls() != 0) {
            lines.add(
                    line(
                            table.others(),
                            "… others, after the first " + TopTable.MOST_KEYS + " were counted"));
        }
    }

    private String line(Tally tally, String key) {
        return line(
                Long.toString(tally.deleted()),
                Long.toString(tally.failed()),
                ShortDuration.format(Duration.ofNanos(tally.nanos())),
                key);
    }

    private String line(String deleted, String failed, String time, String key) {
        StringBuilder line = new StringBuilder(80);
        for (String number : List.of(deleted, failed, time)) {
            line.repeat(' ', Math.max(0, NUMBER_WIDTH - number.length())).append(number);
            line.append(' ');
        }
        return line.append(width == 0 ? key : Cut.toEnd(key, Math.max(LEAST_KEY, width - USED)))
                .toString();
    }
}
