package io.fentry4j.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/// A table in Markdown: the first column is text, the others are numbers.
final class Table {

    private final List<String> lines = new ArrayList<>();

    Table(String... heads) {
        row((Object[]) heads);
        lines.add("| --- |" + " ---: |".repeat(heads.length - 1));
    }

    @SuppressWarnings("AnnotateFormatMethod") // there is no format
    Table row(Object... cells) {
        StringBuilder line = new StringBuilder("|");
        for (Object cell : cells) {
            line.append(' ').append(String.valueOf(cell).replace("|", "\\|")).append(" |");
        }
        lines.add(line.toString());
        return this;
    }

    /// The lines, each with its end.
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
