package io.fentry4j.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where loss begins, and what a consumer costs: `loss.json`, `consumer-NAME.json`.
final class ConsumerSection {

    private static final String LOSS = "loss.json";
    private static final String CONSUMER = "consumer-";
    private static final long BAR_RATE = 100_000;
    private static final double MOST_WAKE_UPS = 1;
    private static final String LOSS_FIGURE = "loss at 100,000 deletes/s, ring 1 MiB";
    private static final String IDLE_FIGURE = "idle consumer, wake-ups of its reader";
    private static final double MEBI = 1024 * 1024;

    private final Measurements measurements;

    ConsumerSection(Measurements measurements) {
        this.measurements = measurements;
    }

    Section write() {
        StringBuilder text = new StringBuilder();
        List<Bar> bars = new ArrayList<>();
        Optional<JsonNode> loss = measurements.read(LOSS);
        if (loss.isPresent()) {
            writeLoss(loss.get(), text, bars);
        } else {
            text.append(
                    Section.missing(LOSS, "It needs two CPUs and `benchmarks/report` as root."));
            bars.add(Bar.notMeasured(LOSS_FIGURE, "none"));
        }
        List<String> files = measurements.names(CONSUMER, ".json");
        if (files.isEmpty()) {
            text.append(Section.missing("consumer-NAME.json", "`benchmarks/report` makes it."));
            bars.add(Bar.notMeasured(IDLE_FIGURE, "≤ 1 a second"));
        } else {
            writeConsumers(files, text, bars);
        }
        return new Section("Rates and rest", text.toString(), bars);
    }

    private void writeLoss(JsonNode loss, StringBuilder text, List<Bar> bars) {
        text.append(
                """
                A producer in the kernel writes records of the deletion probe, %s bytes each, at an even rate \
                on one CPU; the listener, for which they are decoded to events, has the other. The ring has \
                %s MiB. The rates rise until records are lost.

                """
                        .formatted(
                                loss.path("recordBytes").asText(),
                                Figures.number(loss.path("ringBytes").asDouble() / MEBI)));
        Table table = new Table("events a second, wanted", "reached", "lost", "delivered");
        for (JsonNode step : loss.path("steps")) {
            long wanted = step.path("perSecond").asLong();
            long lost = step.path("refused").asLong();
            double seconds = step.path("nanos").asDouble() / TimeUnit.SECONDS.toNanos(1);
            table.row(
                    "%,d".formatted(wanted),
                    Figures.number(step.path("tried").asLong() / seconds),
                    "%,d".formatted(lost),
                    "%,d".formatted(step.path("delivered").asLong()));
            if (wanted == BAR_RATE) {
                bars.add(Bar.of(LOSS_FIGURE, "none", "%,d lost".formatted(lost), lost == 0));
            }
        }
        text.append(table).append('\n').append(measurements.command(LOSS)).append("\n\n");
    }

    private void writeConsumers(List<String> files, StringBuilder text, List<Bar> bars) {
        text.append(
                "CPU time in per cent of one CPU, and wake-ups a second (`voluntary_ctxt_switches`):"
                        + " of the thread that reads, and of the JVM's own threads.\n\n");
        Table table =
                new Table(
                        "JVM options, load",
                        "reader CPU",
                        "reader wake-ups",
                        "JVM CPU",
                        "JVM wake-ups",
                        "resident MiB");
        for (String file : files) {
            JsonNode result = measurements.read(file).orElseThrow();
            String name = result.path("name").asText();
            String resident = Figures.number(result.path("residentBytes").asDouble() / MEBI);
            row(table, name + ", idle", result.path("idle"), resident);
            row(table, name + ", 1,000 events/s", result.path("busy"), resident);
            double wakeUps = perSecond(result.path("idle"), "reader", "wakeUps");
            bars.add(
                    Bar.of(
                            IDLE_FIGURE + ", " + name,
                            "≤ 1 a second",
                            Figures.number(wakeUps) + " a second",
                            wakeUps <= MOST_WAKE_UPS));
        }
        text.append(table).append('\n');
        files.forEach(f -> text.append(measurements.command(f)).append("\n\n"));
    }

    private static void row(Table table, String what, JsonNode phase, String resident) {
        table.row(
                what,
                cpu(phase, "reader"),
                Figures.number(perSecond(phase, "reader", "wakeUps")),
                cpu(phase, "jvm"),
                Figures.number(perSecond(phase, "jvm", "wakeUps")),
                resident);
    }

    private static String cpu(JsonNode phase, String who) {
        double part = perSecond(phase, who, "cpuNanos") / TimeUnit.SECONDS.toNanos(1);
        return Figures.number(part * 100) + "%";
    }

    private static double perSecond(JsonNode phase, String who, String what) {
        double seconds = phase.path("nanos").asDouble() / TimeUnit.SECONDS.toNanos(1);
        return phase.path(who).path(what).asDouble() / seconds;
    }
}
