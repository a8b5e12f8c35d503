package io.fentry4j.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What an event of the deletion probe costs in user space, and its parts: `event.json` and
/// `decode.json`.
final class EventSection {

    private static final String EVENTS = "event.json";
    private static final String PARTS = "decode.json";
    private static final double MOST_NANOS = 60;

    private final Measurements measurements;

    EventSection(Measurements measurements) {
        this.measurements = measurements;
    }

    Section write() {
        StringBuilder text = new StringBuilder();
        List<Bar> bars = new ArrayList<>();
        writeEvents(text, bars);
        writeParts(text);
        return new Section("An event of the deletion probe", text.toString(), bars);
    }

    private void writeEvents(StringBuilder text, List<Bar> bars) {
        List<JmhResult> rows = measurements.jmh(EVENTS);
        if (rows.isEmpty()) {
            text.append(Section.missing(EVENTS, "`benchmarks/report` makes it, as root."));
            bars.add(Bar.notMeasured("typed UnlinkEvent, all fields read", "≤ 60 ns"));
            return;
        }
        text.append(
                "From the ring to a listener that reads all fields of an `UnlinkEvent`, in batches of"
                        + " 1,000; decoded by the probe's own decoder.\n\n");
        Table table = new Table("event", "ns", "B allocated");
        for (JmhResult row : rows) {
            String path = row.parameter("path");
            String what = path.isEmpty() ? "name of 15 bytes" : "and a path of " + path.length();
            table.row(what, Figures.number(row.score(), row.error()), bytes(row.bytes()));
            bars.add(
                    Bar.of(
                            "typed UnlinkEvent, all fields read, " + what,
                            "≤ 60 ns",
                            Figures.number(row.score()) + " ns",
                            row.score() <= MOST_NANOS));
        }
        text.append(table).append('\n').append(measurements.command(EVENTS)).append("\n\n");
    }

    private void writeParts(StringBuilder text) {
        List<JmhResult> rows = measurements.jmh(PARTS);
        if (rows.isEmpty()) {
            text.append(Section.missing(PARTS, "`benchmarks/report` makes it."));
            return;
        }
        text.append("Its parts, from native memory, apart from the ring:\n\n");
        Table table = new Table("part", "ns", "B allocated");
        for (JmhResult row : rows) {
            table.row(
                    words(row.benchmark()),
                    Figures.number(row.score(), row.error()),
                    bytes(row.bytes()));
        }
        text.append(table).append('\n').append(measurements.command(PARTS)).append("\n\n");
    }

    private static String words(String benchmark) {
        return switch (benchmark) {
            case "field" -> "one number";
            case "name" -> "the name's bytes, a copy";
            case "text" -> "a `String` of them";
            case "escaped" -> "text of them for a terminal";
            case "event" -> "the whole event";
            case "objects" -> "its objects alone, of values that are at hand";
            default -> benchmark;
        };
    }

    private static String bytes(OptionalDouble bytes) {
        return bytes.isPresent() ? Figures.number(bytes.getAsDouble()) : "–";
    }
}
