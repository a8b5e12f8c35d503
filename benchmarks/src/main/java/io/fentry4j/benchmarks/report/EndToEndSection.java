package io.fentry4j.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// Times to attach and to the first event: `attach-WHERE.json`, `attach-c-WHERE.txt`,
/// `start-WHERE-PROGRAM.txt`.
final class EndToEndSection {

    private static final String ATTACH = "attach-";
    private static final String ATTACH_BY_C = "attach-c-";
    private static final String START = "start-";
    private static final double MOST_ATTACH_NANOS = 60e6;
    private static final double MOST_BESIDE_C = 1.2;
    private static final String ATTACH_FIGURE = "attach after class loading, both programs";
    private static final String ATTACH_BAR = "≤ 60 ms on hardware, or C + 20%";

    private final Measurements measurements;

    EndToEndSection(Measurements measurements) {
        this.measurements = measurements;
    }

    Section write() {
        StringBuilder text = new StringBuilder();
        List<Bar> bars = new ArrayList<>();
        writeAttach(text, bars);
        writeStart(text);
        return new Section("Attaching and starting", text.toString(), bars);
    }

    private void writeAttach(StringBuilder text, List<Bar> bars) {
        text.append(
                """
                Open, load and attach both programs of the deletion probe, and detach and free them: the median, \
                in milliseconds, or in the lab in millions of instructions, all processes and the kernel \
                included. The C loader does the same with libbpf alone.

                """);
        List<String> files = measurements.names(ATTACH, ".json");
        if (files.isEmpty()) {
            text.append(
                    Section.missing("attach-WHERE.json", "It needs fentry, or the kernel lab."));
            bars.add(Bar.notMeasured(ATTACH_FIGURE, ATTACH_BAR));
            return;
        }
        Table table = new Table("where, who", "attach", "detach", "cycles");
        for (String file : files) {
            String where = file.substring(ATTACH.length(), file.length() - ".json".length());
            JsonNode ours = measurements.read(file).orElseThrow();
            double attach = median(ours.path("cycles"), "attachNanos");
            List<double[]> c = measurements.numbers(ATTACH_BY_C + where + ".txt");
            table.row(
                    where(where) + ", Java, first time",
                    Figures.millis(ours.path("first").path("attachNanos").asDouble()),
                    Figures.millis(ours.path("first").path("detachNanos").asDouble()),
                    1);
            table.row(
                    where(where) + ", Java, after that",
                    Figures.millis(attach),
                    Figures.millis(median(ours.path("cycles"), "detachNanos")),
                    ours.path("cycles").size());
            if (!c.isEmpty()) {
                double attachByC = median(c, 0);
                table.row(
                        where(where) + ", C",
                        Figures.millis(attachByC),
                        Figures.millis(median(c, 1)),
                        c.size());
                bars.add(judge(where, attach, attachByC));
            }
        }
        text.append(table).append('\n');
        files.forEach(f -> text.append(measurements.command(f)).append("\n\n"));
    }

    private static Bar judge(String where, double attach, double attachByC) {
        double most = attachByC * MOST_BESIDE_C;
        if (where.equals("host")) {
            most = Math.max(most, MOST_ATTACH_NANOS);
        }
        return Bar.of(
                ATTACH_FIGURE + ", " + where(where),
                ATTACH_BAR,
                "%s, C %s%s"
                        .formatted(
                                Figures.millis(attach),
                                Figures.millis(attachByC),
                                where.equals("host") ? " ms" : " million instructions"),
                attach <= most);
    }

    private void writeStart(StringBuilder text) {
        List<String> files = measurements.names(START, ".txt");
        text.append(
                """
                From the start of a program to its first event, in the same units. On this machine the event \
                is a record that a `SEC("syscall")` program writes to the ring; in the lab it is a deletion.

                """);
        if (files.isEmpty()) {
            text.append(
                    Section.missing("start-WHERE-PROGRAM.txt", "`benchmarks/report` makes it."));
            return;
        }
        Table table = new Table("where, program", "median", "least", "runs");
        for (String file : files) {
            List<double[]> times = measurements.numbers(file);
            if (times.isEmpty()) {
                continue;
            }
            String[] parts =
                    file.substring(START.length(), file.length() - ".txt".length()).split("-", 2);
            table.row(
                    where(parts[0]) + ", " + program(parts[1]),
                    Figures.millis(median(times, 0)),
                    Figures.millis(times.stream().mapToDouble(row -> row[0]).min().orElseThrow()),
                    times.size());
        }
        text.append(table).append('\n');
        if (files.stream().noneMatch(file -> file.contains("bpftrace"))) {
            text.append(
                    "bpftrace was not measured here: it is not installed, or told of no deletion.\n\n");
        }
        files.forEach(f -> text.append(measurements.command(f)).append("\n\n"));
    }

    private static String where(String where) {
        return where.equals("host") ? "this machine" : "Linux %s in the lab".formatted(where);
    }

    private static String program(String program) {
        return switch (program) {
            case "java" -> "Java, no options";
            case "java_aot" -> "Java, AOT cache (`-XX:AOTCache`)";
            case "java_nocds" -> "Java, without the JDK's own archive (`-Xshare:off`)";
            case "c" -> "C, libbpf";
            default -> program.toLowerCase(Locale.ROOT);
        };
    }

    private static double median(JsonNode rows, String field) {
        return Figures.median(
                StreamSupport.stream(rows.spliterator(), false)
                        .mapToDouble(row -> row.path(field).asDouble())
                        .toArray());
    }

    private static double median(List<double[]> rows, int column) {
        return Figures.median(rows.stream().mapToDouble(row -> row[column]).toArray());
    }
}
