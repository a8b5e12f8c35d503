package io.fentry4j.benchmarks.kernel;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What tracers add to a call of `unlink`, measured one after the other on one kernel.
final class UnlinkCosts {

    /// What one tracer adds to one workload.
    ///
    /// @param perCall what a call takes with the tracer
    /// @param added that, less what it takes without a tracer
    record Cost(String tracer, String workload, long perCall, long added) {}

    private final UnlinkLoad load;
    private final PrintStream log;
    private final Map<String, Long> base;
    private final List<Cost> costs = new ArrayList<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();

    /// Measures the calls without a tracer.
    UnlinkCosts(UnlinkLoad load, PrintStream log) throws IOException, InterruptedException {
        this.load = load;
        this.log = log;
        this.base = load.run();
        add("none", base);
    }

    /// Measures the calls with this tracer. One that cannot be had here, or that tells of none of
    /// the deletions, is remarked on.
    void measure(Tracer tracer) throws IOException, InterruptedException {
        try {
            Tracer.Running running = tracer.start();
            Map<String, Long> medians;
            try (running) {
                medians = load.run();
            }
            OptionalLong told = running.told();
            if (told.isPresent() && told.getAsLong() == 0) {
                remarks.put(tracer.name(), "told of no deletion");
            }
            add(tracer.name(), medians);
        } catch (TracerUnavailableException e) {
            remarks.put(tracer.name(), "not to be had here: " + e.getMessage());
            log.printf("%s: %s%n", tracer.name(), e.getMessage());
        }
    }

    private void add(String tracer, Map<String, Long> medians) {
        medians.forEach((workload, perCall) -> {
            long without = base.getOrDefault(workload, 0L);
            costs.add(new Cost(tracer, workload, perCall, perCall - without));
            log.printf("%-34s %-30s %,9d  %+,8d%n", tracer, workload, perCall, perCall - without);
        });
    }

    /// In the order measured.
    List<Cost> costs() {
        return List.copyOf(costs);
    }

    /// What there is to say about a tracer, by its name.
    Map<String, String> remarks() {
        return Map.copyOf(remarks);
    }

    /// Writes them as JSON.
    void write(Path file, String kernel, Clock clock) throws IOException {
        List<String> rows =
                costs.stream()
                        .map(cost -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("tracer", cost.tracer());
                            row.put("workload", cost.workload());
                            row.put("perCall", cost.perCall());
                            row.put("added", cost.added());
                            return Json.object(row);
                        })
                        .toList();
        Files.writeString(
                file,
                """
                {"clock":%s,"kernel":%s,"release":%s,"cpu":%s,"rows":%s,
                "remarks":%s}
                """
                        .formatted(
                                Json.string(clock.unit()),
                                Json.string(kernel),
                                Json.string(System.getProperty("os.version")),
                                Json.string(cpu()),
                                Json.array(rows),
                                Json.object(remarks)));
    }

    private static String cpu() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
