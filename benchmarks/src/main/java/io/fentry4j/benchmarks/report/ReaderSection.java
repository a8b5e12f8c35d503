package io.fentry4j.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jfree.data.category.DefaultCategoryDataset;

/// What a record costs the readers: `reader.json`.
final class ReaderSection {

    private static final String FILE = "reader.json";
    private static final List<String> READERS = List.of("libbpf", "upcall", "raw", "typed");
    private static final String BAR_SIZE = "112";
    private static final int BAR_BATCH = 100;
    private static final double UPCALL_FACTOR = 3;

    /// Less than a byte an event, of some hundred events, is what the harness allocates.
    private static final double NO_BYTES = 0.5;

    private final Measurements measurements;
    private final Charts charts;
    private final List<JmhResult> rows;

    ReaderSection(Measurements measurements, Charts charts) {
        this.measurements = measurements;
        this.charts = charts;
        this.rows = measurements.jmh(FILE);
    }

    Section write() {
        StringBuilder text = new StringBuilder();
        if (rows.isEmpty()) {
            text.append(Section.missing(FILE, "`benchmarks/report` makes it, as root."));
        } else {
            writeTables(text);
        }
        return new Section("Reading the ring", text.toString(), bars());
    }

    private void writeTables(StringBuilder text) {
        text.append(
                """
                Nanoseconds a record, for batches of records that are in the ring already. `libbpf` is its \
                `ring_buffer__consume` with a callback in C, called once a batch; `upcall` the same function \
                with a callback in Java (rawbpf 0.1.6); `raw` and `typed` are this project's two tiers. Each \
                reads the first eight bytes of a record; `typed` makes a Java record with a string of the \
                rest. What the harness itself takes, %s ns a batch, is in all figures.

                """
                        .formatted(harness()));
        List<String> batches = values("batch");
        for (String size : values("size")) {
            text.append("#### Records of %s bytes%n%n".formatted(size));
            List<String> heads = new ArrayList<>(List.of("reader"));
            batches.forEach(batch -> heads.add("batch of " + batch));
            heads.add("B a record, batch of " + batches.getLast());
            Table table = new Table(heads.toArray(String[]::new));
            for (String reader : READERS) {
                List<Object> cells = new ArrayList<>(List.of(reader));
                for (String batch : batches) {
                    cells.add(
                            row(reader, size, batch)
                                    .map(r -> Figures.number(perRecord(r), errorPerRecord(r)))
                                    .orElse("–"));
                }
                cells.add(
                        row(reader, size, batches.getLast())
                                .map(ReaderSection::bytesPerRecord)
                                .filter(OptionalDouble::isPresent)
                                .map(b -> Figures.number(b.getAsDouble()))
                                .orElse("–"));
                table.row(cells.toArray());
            }
            text.append(table).append('\n');
        }
        writeChart(batches.getLast(), text);
        text.append(measurements.command(FILE)).append("\n\n");
    }

    private String harness() {
        return rows.stream()
                .filter(r -> r.has("reader", "none"))
                .findFirst()
                .map(r -> Figures.number(r.score()))
                .orElse("–");
    }

    private void writeChart(String batch, StringBuilder text) {
        DefaultCategoryDataset chart = new DefaultCategoryDataset();
        for (String reader : READERS) {
            for (String size : values("size")) {
                row(reader, size, batch)
                        .ifPresent(r -> chart.addValue(1000 / perRecord(r), reader, size));
            }
        }
        String svg =
                charts.lines(
                        "reader",
                        "Reading in batches of " + batch,
                        "bytes a record",
                        "million records a second",
                        chart);
        text.append("![reader throughput by size](benchmarks/%s)%n%n".formatted(svg));
    }

    private List<String> values(String parameter) {
        return rows.stream()
                .map(r -> Integer.valueOf(r.parameter(parameter)))
                .distinct()
                .sorted()
                .map(String::valueOf)
                .toList();
    }

    private Optional<JmhResult> row(String reader, String size, String batch) {
        return rows.stream()
                .filter(r -> r.has("reader", reader, "size", size, "batch", batch))
                .findFirst();
    }

    private static double batch(JmhResult row) {
        return Double.parseDouble(row.parameter("batch"));
    }

    private static double perRecord(JmhResult row) {
        return row.score() / batch(row);
    }

    private static double errorPerRecord(JmhResult row) {
        return row.error() / batch(row);
    }

    private static OptionalDouble bytesPerRecord(JmhResult row) {
        return row.bytes().isPresent()
                ? OptionalDouble.of(row.bytes().getAsDouble() / batch(row))
                : OptionalDouble.empty();
    }

    private List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        List<String> batches =
                rows.isEmpty()
                        ? List.of()
                        : values("batch").stream()
                                .filter(b -> Integer.parseInt(b) >= BAR_BATCH)
                                .toList();
        for (String batch : batches) {
            Optional<JmhResult> raw = row("raw", BAR_SIZE, batch);
            Optional<JmhResult> libbpf = row("libbpf", BAR_SIZE, batch);
            Optional<JmhResult> upcall = row("upcall", BAR_SIZE, batch);
            if (raw.isPresent() && libbpf.isPresent()) {
                bars.add(
                        speed(
                                "raw tier against libbpf's C",
                                "≥ 1.0 ×",
                                1,
                                raw.get(),
                                libbpf.get()));
            }
            if (raw.isPresent() && upcall.isPresent()) {
                bars.add(
                        speed(
                                "raw tier against the upcall reader",
                                "≥ 3 ×",
                                UPCALL_FACTOR,
                                raw.get(),
                                upcall.get()));
            }
            raw.map(ReaderSection::bytesPerRecord)
                    .filter(OptionalDouble::isPresent)
                    .ifPresent(b ->
                            bars.add(
                                    Bar.of(
                                            "raw tier, allocation, batch of " + batch,
                                            "0 B a record",
                                            Figures.number(b.getAsDouble()) + " B",
                                            b.getAsDouble() < NO_BYTES)));
        }
        if (bars.isEmpty()) {
            bars.add(Bar.notMeasured("raw tier against libbpf's C", "≥ 1.0 ×"));
            bars.add(Bar.notMeasured("raw tier against the upcall reader", "≥ 3 ×"));
            bars.add(Bar.notMeasured("raw tier, allocation", "0 B a record"));
        }
        return bars;
    }

    private static Bar speed(
            String figure, String bar, double least, JmhResult ours, JmhResult theirs) {
        double factor = theirs.score() / ours.score();
        return Bar.of(
                figure + ", 112 bytes, batch of " + ours.parameter("batch"),
                bar,
                "%s × (%s and %s ns)"
                        .formatted(
                                Figures.number(factor),
                                Figures.number(perRecord(ours)),
                                Figures.number(perRecord(theirs))),
                factor >= least);
    }
}
