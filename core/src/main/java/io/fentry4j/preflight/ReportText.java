package io.fentry4j.preflight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reports as text for people.
final class ReportText {

    private ReportText() {}

    static String of(TargetReport report) {
        StringBuilder text = new StringBuilder(report.qualifiedName());
        report.signature().ifPresent(signature -> text.append("  ").append(signature));
        report.byVerdict()
                .forEach((verdict, mechanisms) ->
                        text.append("\n  ").append(join(mechanisms)).append(": ").append(verdict));
        return text.toString();
    }

    /// Three columns of answers, then what stands against it, once for mechanisms that agree.
    static String table(PreflightReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("TARGET", "FENTRY", "FEXIT", "KPROBE", "WHY NOT"));
        for (TargetReport target : report.targets()) {
            rows.add(
                    List.of(
                            target.qualifiedName(),
                            answer(target.fentry()),
                            answer(target.fexit()),
                            answer(target.kprobe()),
                            whyNot(target)));
        }
        int[] widths = new int[4];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell).repeat(" ", widths[column] - cell.length() + 2);
            }
            text.append(line.append(row.getLast()).toString().stripTrailing()).append('\n');
        }
        return text.append("checked with ").append(String.join(", ", report.sources())).toString();
    }

    private static String answer(Verdict verdict) {
        return verdict.traceable() ? "yes" : verdict.attachable() ? "maybe" : "no";
    }

    private static String whyNot(TargetReport target) {
        Map<Verdict, List<Mechanism>> reasons = new LinkedHashMap<>(target.byVerdict());
        reasons.keySet().removeIf(Verdict::traceable);
        return reasons.entrySet().stream()
                .map(entry ->
                        (reasons.size() == 1 && entry.getValue().size() == 3
                                        ? ""
                                        : join(entry.getValue()) + ": ")
                                + entry.getKey().words())
                .collect(Collectors.joining("; "));
    }

    private static String join(Collection<Mechanism> mechanisms) {
        return mechanisms.stream().map(Mechanism::toString).collect(Collectors.joining(", "));
    }
}
