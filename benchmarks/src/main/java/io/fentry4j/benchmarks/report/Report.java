package io.fentry4j.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the report: `Report RESULTS DOCS` reads the results in one folder and writes
/// `benchmarks.md` and `benchmarks/*.svg` to the other.
///
/// What it says about the bars comes from the figures; a result that is not there is said to be
/// missing.
public final class Report {

    private final Measurements measurements;
    private final Path docs;
    private final Charts charts;

    Report(Path results, Path docs) {
        this.measurements = new Measurements(results);
        this.docs = docs;
        this.charts = new Charts(docs.resolve("benchmarks"));
    }

    /// Writes the report.
    ///
    /// @throws IllegalArgumentException without both folders
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: Report RESULTS DOCS");
        }
        System.setProperty("java.awt.headless", "true");
        new Report(Path.of(arguments[0]), Path.of(arguments[1])).write();
    }

    /// Writes the report.
    void write() throws IOException {
        List<Section> sections =
                List.of(
                        new KernelSection(measurements, charts).write(),
                        new UnlinkCostSection(measurements, charts).write(),
                        new ReaderSection(measurements, charts).write(),
                        new EventSection(measurements).write(),
                        new EndToEndSection(measurements).write(),
                        new ConsumerSection(measurements).write());
        StringBuilder text = new StringBuilder();
        text.append(
                """
                # Benchmarks

                Written by `benchmarks/report` from its measurements. Figures from the kernel lab count \
                instructions: its processor is emulated and its clock advances by one nanosecond an \
                instruction, so that they are the same on each machine, but say nothing of caches and of \
                instructions that take long. All others are nanoseconds of the machine below; ± is half of \
                JMH's 99.9% confidence interval. A command stands below each table.

                """);
        writeEnvironment(text);
        writeBars(sections, text);
        for (Section section : sections) {
            text.append("## ").append(section.title()).append("\n\n").append(section.text());
        }
        Files.createDirectories(docs);
        Files.writeString(docs.resolve("benchmarks.md"), text.toString().stripTrailing() + "\n");
    }

    private void writeEnvironment(StringBuilder text) {
        text.append("## Where\n\n");
        measurements
                .read("environment.json")
                .ifPresentOrElse(
                        facts -> writeFacts(facts, text),
                        () ->
                                text.append(
                                        Section.missing(
                                                "environment.json",
                                                "`benchmarks/report` makes it.")));
    }

    private static void writeFacts(JsonNode facts, StringBuilder text) {
        text.append("| | |\n| --- | --- |\n");
        facts.properties()
                .forEach(f ->
                        text.append("| %s | %s |%n".formatted(f.getKey(), f.getValue().asText())));
        text.append('\n');
    }

    private static void writeBars(List<Section> sections, StringBuilder text) {
        List<Bar> bars = sections.stream().flatMap(section -> section.bars().stream()).toList();
        text.append("## What is promised, and whether it holds\n\n");
        text.append(
                "%d hold, %d do not, %d were not measured here.%n%n"
                        .formatted(
                                count(bars, Bar.Verdict.HOLDS),
                                count(bars, Bar.Verdict.FAILS),
                                count(bars, Bar.Verdict.NOT_MEASURED)));
        Table table = new Table("figure", "bar", "measured", "verdict");
        bars.forEach(
                bar -> table.row(bar.figure(), bar.bar(), bar.measured(), bar.verdict().words()));
        text.append(table).append('\n');
    }

    private static long count(List<Bar> bars, Bar.Verdict verdict) {
        return bars.stream().filter(bar -> bar.verdict() == verdict).count();
    }
}
