package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.trace.LeftOutFunction;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.TracedFunction;
import java.util.ArrayList;
import java.util.List;

/// Says what is traced, how, and what is not.
final class Attached {

    private static final int NAMES = 8;
    private static final int REASONS = 10;

    private Attached() {}

    /// Lines for standard error.
    static List<String> lines(List<TracedFunction> functions, List<LeftOutFunction> leftOut) {
        List<String> lines = new ArrayList<>();
        List<String> names =
                functions.stream().limit(NAMES).map(one -> BtfText.safe(one.name())).toList();
        int more = functions.size() - names.size();
        lines.add(
                "tracing "
                        + String.join(", ", names)
                        + (more > 0 ? " and %d more".formatted(more) : "")
                        + "; Ctrl-C ends");
        functions.stream()
                .filter(function -> function.mode() == Mode.KPROBE_MULTI)
                .findFirst() // all of them are
                .flatMap(TracedFunction::whyNotFentry)
                .ifPresent(why -> lines.add("  by kprobe.multi: " + BtfText.safe(why)));
        functions.stream()
                .filter(function -> function.mode() == Mode.KPROBE)
                .limit(REASONS)
                .forEach(function ->
                        lines.add(
                                "  by kprobe: "
                                        + BtfText.safe(function.name())
                                        + function.whyNotFentry()
                                                .map(why -> ": " + BtfText.safe(why))
                                                .orElse("")));
        leftOut.stream()
                .limit(REASONS)
                .forEach(function ->
                        lines.add(
                                "  left out: %s: %s"
                                        .formatted(
                                                BtfText.safe(function.name()),
                                                BtfText.safe(function.reason()))));
        if (leftOut.size() > REASONS) {
            lines.add("  left out: %d more".formatted(leftOut.size() - REASONS));
        }
        return lines;
    }
}
