package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.examples.cli.text.ShortDuration;
import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.AggregationInterval;
import io.fentry4j.trace.CallStack;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A heading, and a row for each key with its count; stacks and histograms are below their row.
///
/// @param key what the rows are by
/// @param numbers what the histograms are of
/// @param timed whether the heading has the end of the interval
record RowText(List<String> key, List<String> numbers, boolean timed) implements RowFormat {

    @Override
    public List<String> lines(String function, AggregationInterval<AggregateRow> counted) {
        List<String> lines = new ArrayList<>();
        String by = key.isEmpty() ? "" : " by " + BtfText.safe(String.join(", ", key));
        String at = timed ? counted.to().truncatedTo(ChronoUnit.MILLIS) + "  " : "";
        lines.add("# " + at + BtfText.safe(function) + by);
        for (AggregateRow row : counted.rows()) {
            add(row, lines);
        }
        return lines;
    }

    private void add(AggregateRow row, List<String> lines) {
        String values =
                row.key().stream()
                        .filter(value -> !(value instanceof CallStack))
                        .map(RowText::text)
                        .collect(Collectors.joining("  "));
        lines.add("%10s  %s".formatted(row.values().getFirst(), values).stripTrailing());
        for (Object value : row.key()) {
            if (value instanceof CallStack stack) {
                lines.add(StackText.of(stack));
            }
        }
        for (int i = 0; i < numbers.size(); i++) {
            lines.add("    " + BtfText.safe(numbers.get(i)) + ":");
            String.valueOf(row.values().get(i + 1))
                    .lines()
                    .forEach(line -> lines.add("    " + line));
        }
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "?";
            case Duration time -> ShortDuration.format(time);
            default -> BtfText.safe(value.toString());
        };
    }
}
