package io.fentry4j.benchmarks.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;

/// Writes what was measured, for the report.
final class Results {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Results() {}

    /// Writes `result` as JSON.
    static void write(Path file, Object result) throws IOException {
        JSON.writeValue(file.toFile(), result);
    }
}
