package io.fentry4j.internal.doctor;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.DoctorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A report in columns for people.
///
/// ```
/// ok  kernel            arch=amd64, release=6.12.117+deb12-amd64
/// !   preemption model  model=PREEMPT_RT
///                       cause: …
///                       fix: …
///
/// verdict: fentry works
/// ```
public final class TextReport {

    private static final int WIDTH = 100;
    private static final int MARK_WIDTH = 4;
    private static final int NAME_WIDTH = 18;
    private static final String INDENT = " ".repeat(MARK_WIDTH + NAME_WIDTH);

    private TextReport() {}

    /// Lines without a line feed after the last.
    public static String of(DoctorReport report) {
        List<String> lines = new ArrayList<>();
        report.checks().forEach(check -> add(lines, check));
        lines.add("");
        wrap(lines, "", "         ", "verdict: " + report.verdict());
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, Check check) {
        String head =
                pad(check.status().mark(), MARK_WIDTH) + pad(check.name().toString(), NAME_WIDTH);
        List<String> paragraphs = new ArrayList<>();
        if (!check.observed().isEmpty()) {
            paragraphs.add(
                    check.observed().entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining(", ")));
        }
        check.cause().ifPresent(cause -> paragraphs.add("cause: " + cause));
        check.followsFrom().ifPresent(name -> paragraphs.add("follows from: " + name));
        check.fix().forEach(fix -> paragraphs.add("fix: " + fix));
        if (paragraphs.isEmpty()) {
            lines.add(head.stripTrailing());
        }
        String first = head;
        for (String paragraph : paragraphs) {
            wrap(lines, first, INDENT, paragraph);
            first = INDENT;
        }
    }

    /// Breaks at spaces; in the midst of a word only if it is wider than a line.
    private static void wrap(List<String> lines, String first, String indent, String paragraph) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : paragraph.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            String rest = empty ? word : " " + word;
            while (line.length() + rest.length() > WIDTH) {
                int room = WIDTH - line.length();
                lines.add(line + rest.substring(0, room));
                rest = rest.substring(room);
                line = new StringBuilder(indent);
            }
            line.append(rest);
            empty = false;
        }
        lines.add(line.toString());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
