package io.fentry4j.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// One row of JMH's results.
///
/// @param benchmark the method's name
/// @param error half of the 99.9% confidence interval; not a number if there were too few rounds
/// @param bytes what an operation allocates, if the run measured that
record JmhResult(
        String benchmark,
        Map<String, String> parameters,
        double score,
        double error,
        String unit,
        OptionalDouble bytes) {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /// All rows of a file.
    static List<JmhResult> all(JsonNode file) {
        List<JmhResult> results = new ArrayList<>();
        file.forEach(row -> results.add(of(row)));
        return results;
    }

    private static JmhResult of(JsonNode row) {
        String name = row.path("benchmark").asText();
        Map<String, String> parameters = new LinkedHashMap<>();
        row.path("params")
                .properties()
                .forEach(p -> parameters.put(p.getKey(), p.getValue().asText()));
        JsonNode metric = row.path("primaryMetric");
        JsonNode allocated = allocated(row.path("secondaryMetrics"));
        return new JmhResult(
                name.substring(name.lastIndexOf('.') + 1),
                parameters,
                metric.path("score").asDouble(Double.NaN),
                metric.path("scoreError").asDouble(Double.NaN),
                metric.path("scoreUnit").asText(),
                allocated.isMissingNode()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(allocated.path("score").asDouble()));
    }

    /// JMH puts a dot before the names of some metrics, depending on its version.
    private static JsonNode allocated(JsonNode metrics) {
        JsonNode plain = metrics.path(ALLOCATED);
        return plain.isMissingNode() ? metrics.path("·" + ALLOCATED) : plain;
    }

    /// Whether it has these parameters, given as name, value, name, value…
    boolean has(String... parameters) {
        for (int i = 0; i < parameters.length; i += 2) {
            if (!parameters[i + 1].equals(this.parameters.get(parameters[i]))) {
                return false;
            }
        }
        return true;
    }

    /// A parameter's value; empty if there is no such parameter.
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
