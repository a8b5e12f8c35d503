package io.fentry4j.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.data.category.DefaultCategoryDataset;

/// What an empty program of each kind adds in the kernel: `kernel-KERNEL-loop.json` and the others.
final class KernelSection {

    private static final String PREFIX = "kernel-";
    private static final String LOOP = "-loop.json";
    private static final String HOW =
            "`benchmarks/kernel` makes it; `benchmarks/report` calls that if it is there.";

    private final Measurements measurements;
    private final Charts charts;

    KernelSection(Measurements measurements, Charts charts) {
        this.measurements = measurements;
        this.charts = charts;
    }

    Section write() {
        StringBuilder text = new StringBuilder();
        List<Bar> bars = new ArrayList<>();
        List<String> files = measurements.names(PREFIX, LOOP);
        if (files.isEmpty()) {
            text.append(Section.missing("kernel-KERNEL-loop.json", HOW));
        }
        for (String file : files) {
            String kernel = file.substring(PREFIX.length(), file.length() - LOOP.length());
            writeKernel(kernel, file, text);
        }
        return new Section("Probes in the kernel", text.toString(), bars);
    }

    private void writeKernel(String kernel, String file, StringBuilder text) {
        String unit = kernel.equals("host") ? "ns" : "instructions";
        List<JmhResult> loop = measurements.jmh(file);
        List<JmhResult> calls = measurements.jmh(PREFIX + kernel + "-syscall.json");
        text.append("### Linux ").append(kernel).append(", ").append(unit).append("\n\n");
        text.append(
                "What an empty program adds to one call: of a function or tracepoint, called in a"
                        + " loop in the kernel, and of the cheapest system call, made from Java.\n\n");
        Table table = new Table("program", "function or tracepoint", "system call");
        DefaultCategoryDataset chart = new DefaultCategoryDataset();
        for (JmhResult row : loop) {
            String kind = row.parameter("kind");
            if (kind.startsWith("BASE")) {
                continue;
            }
            Optional<Double> added = added(loop, row);
            table.row(
                    words(kind),
                    added.map(Figures::number).orElse("–"),
                    calls.stream()
                            .filter(call -> call.has("kind", kind))
                            .findFirst()
                            .flatMap(call -> added(calls, call))
                            .map(Figures::number)
                            .orElse("–"));
            added.ifPresent(value -> chart.addValue(value, unit, words(kind)));
        }
        text.append(table).append('\n');
        String svg =
                charts.bars("kernel-" + kernel, "An empty program, Linux " + kernel, unit, chart);
        text.append("![cost of an empty program](benchmarks/%s)%n%n".formatted(svg));
        writeUnavailable(kernel, text);
        text.append(measurements.command(file, "benchmarks/kernel " + kernel)).append("\n\n");
    }

    private static Optional<Double> added(List<JmhResult> rows, JmhResult row) {
        String kind = row.parameter("kind");
        boolean tracepoint = kind.endsWith("TRACEPOINT");
        Optional<JmhResult> own =
                rows.stream()
                        .filter(base -> tracepoint && base.has("kind", "BASE_OF_TRACEPOINTS"))
                        .findFirst();
        return own.or(() -> rows.stream().filter(base -> base.has("kind", "BASE")).findFirst())
                .map(base -> row.score() - base.score());
    }

    private void writeUnavailable(String kernel, StringBuilder text) {
        Optional<JsonNode> causes = measurements.read(PREFIX + kernel + "-unavailable.json");
        if (causes.isPresent() && !causes.get().isEmpty()) {
            text.append("Not to be had there:\n\n");
            for (JsonNode row : causes.get()) {
                text.append("- ")
                        .append(words(row.path("kind").asText()))
                        .append(": ")
                        .append(row.path("cause").asText().replace('\n', ' '))
                        .append('\n');
            }
            text.append('\n');
        }
    }

    /// The kernel's words for a kind.
    private static String words(String kind) {
        return switch (kind) {
            case "FENTRY_FEXIT" -> "fentry + fexit";
            case "KPROBE_KRETPROBE" -> "kprobe + kretprobe";
            case "KPROBE_MULTI" -> "kprobe.multi";
            case "KRETPROBE_MULTI" -> "kretprobe.multi";
            default -> kind.toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
