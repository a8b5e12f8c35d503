package io.fentry4j.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jspecify.annotations.Nullable;

/// What a traced unlink costs: `unlink-cost-KERNEL.json`.
final class UnlinkCostSection {

    private static final String PREFIX = "unlink-cost-";
    private static final String SUFFIX = ".json";
    private static final String HOW =
            "`benchmarks/unlink-cost` makes it; `benchmarks/report` calls that if it is there.";

    private static final String FILE_DELETED = "tmpfs unlink";
    private static final String WHOLE_PROBE = "UnlinkProbe, fentry";
    private static final String FILTERED = "UnlinkProbe, fentry, other pid";
    private static final String RECORD = "record, fentry";
    private static final String EMPTY = "empty fentry + fexit";
    private static final String EMPTY_BY_C = "empty fentry + fexit, C loader";

    private static final long MOST_WHOLE = 1200;
    private static final long MOST_FILTERED = 450;
    private static final double MOST_BESIDE_C = 1.03;
    private static final double MOST_BESIDE_THE_PROBE = 1.15;

    /// The kernels that the bars of the probe are for.
    private static final List<String> PROMISED = List.of("6.1", "6.12");

    private final Measurements measurements;
    private final Charts charts;

    UnlinkCostSection(Measurements measurements, Charts charts) {
        this.measurements = measurements;
        this.charts = charts;
    }

    Section write() {
        StringBuilder text = new StringBuilder();
        List<Bar> bars = new ArrayList<>();
        List<String> files = measurements.names(PREFIX, SUFFIX);
        if (files.isEmpty()) {
            text.append(Section.missing("unlink-cost-KERNEL.json", HOW));
        }
        for (String file : files) {
            measurements.read(file).ifPresent(cost -> writeKernel(file, cost, text, bars));
        }
        for (String kernel : PROMISED) {
            if (!files.contains(PREFIX + kernel + SUFFIX)) {
                bars.add(Bar.notMeasured(whole(kernel), "≤ 1,200 instructions"));
            }
        }
        return new Section("A traced unlink", text.toString(), bars);
    }

    private static String whole(String kernel) {
        return "whole probe, added to an unlink, fentry, " + kernel;
    }

    private void writeKernel(String file, JsonNode cost, StringBuilder text, List<Bar> bars) {
        String kernel = cost.path("kernel").asText();
        String clock = cost.path("clock").asText();
        Map<String, Map<String, Long>> added = new LinkedHashMap<>();
        Set<String> workloads = new LinkedHashSet<>();
        for (JsonNode row : cost.path("rows")) {
            String workload = row.path("workload").asText();
            workloads.add(workload);
            added.computeIfAbsent(row.path("tracer").asText(), t -> new LinkedHashMap<>())
                    .put(workload, row.path(isBase(row) ? "perCall" : "added").asLong());
        }
        text.append(
                "### Linux %s, %s (%s)%n%n".formatted(kernel, clock, cost.path("cpu").asText()));
        text.append("The call itself without a tracer, and what each tracer adds to it.\n\n");
        List<String> heads = new ArrayList<>(List.of("tracer"));
        heads.addAll(workloads);
        Table table = new Table(heads.toArray(String[]::new));
        DefaultCategoryDataset chart = new DefaultCategoryDataset();
        added.forEach((tracer, figures) -> {
            List<Object> cells = new ArrayList<>(List.of(tracer));
            workloads.forEach(w -> cells.add(figure(tracer, figures.get(w))));
            table.row(cells.toArray());
            if (!tracer.equals("none") && figures.containsKey(FILE_DELETED)) {
                chart.addValue(figures.get(FILE_DELETED), "added to: " + FILE_DELETED, tracer);
            }
        });
        text.append(table).append('\n');
        if (chart.getColumnCount() > 0) {
            String svg =
                    charts.bars(PREFIX + kernel, "A traced unlink, Linux " + kernel, clock, chart);
            text.append("![cost of a traced unlink](benchmarks/%s)%n%n".formatted(svg));
        }
        cost.path("remarks")
                .properties()
                .forEach(r ->
                        text.append("- %s: %s%n".formatted(r.getKey(), r.getValue().asText())));
        text.append('\n')
                .append(measurements.command(file, "benchmarks/unlink-cost " + kernel))
                .append("\n\n");
        if (clock.equals("instructions")) {
            judge(kernel, added, bars);
        }
    }

    private static boolean isBase(JsonNode row) {
        return row.path("tracer").asText().equals("none");
    }

    private static String figure(String tracer, @Nullable Long value) {
        if (value == null) {
            return "–";
        }
        return (tracer.equals("none") ? "%,d" : "%+,d").formatted(value);
    }

    private static void judge(String kernel, Map<String, Map<String, Long>> added, List<Bar> bars) {
        if (PROMISED.contains(kernel)) {
            judgeProbe(kernel, added, bars);
        }
        both(added, EMPTY, EMPTY_BY_C)
                .ifPresent(pair ->
                        bars.add(
                                Bar.of(
                                        "empty fentry + fexit, against a C loader, " + kernel,
                                        "within 3%",
                                        pair.toString(),
                                        pair.ratio() <= MOST_BESIDE_C)));
    }

    private static void judgeProbe(
            String kernel, Map<String, Map<String, Long>> added, List<Bar> bars) {
        figure(added, WHOLE_PROBE)
                .ifPresent(v ->
                        bars.add(
                                Bar.of(
                                        whole(kernel),
                                        "≤ 1,200 instructions",
                                        "%,d".formatted(v),
                                        v <= MOST_WHOLE)));
        figure(added, FILTERED)
                .ifPresent(v ->
                        bars.add(
                                Bar.of(
                                        "the same, filtered out by pid, " + kernel,
                                        "≤ 450 instructions",
                                        "%,d".formatted(v),
                                        v <= MOST_FILTERED)));
        both(added, RECORD, WHOLE_PROBE)
                .ifPresent(pair ->
                        bars.add(
                                Bar.of(
                                        "a record's tracer, against the probe in C, " + kernel,
                                        "≤ 1.15 ×",
                                        "%s, %.2f ×".formatted(pair, pair.ratio()),
                                        pair.ratio() <= MOST_BESIDE_THE_PROBE)));
    }

    private record Pair(long one, long other) {

        double ratio() {
            return (double) one / other;
        }

        @Override
        public String toString() {
            return "%,d and %,d".formatted(one, other);
        }
    }

    private static Optional<Pair> both(
            Map<String, Map<String, Long>> added, String one, String other) {
        return figure(added, one)
                .flatMap(first -> figure(added, other).map(second -> new Pair(first, second)));
    }

    private static Optional<Long> figure(Map<String, Map<String, Long>> added, String tracer) {
        return Optional.ofNullable(added.getOrDefault(tracer, Map.of()).get(FILE_DELETED));
    }
}
