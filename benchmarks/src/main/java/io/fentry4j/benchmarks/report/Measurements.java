package io.fentry4j.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder of results, and the commands that they came from.
///
/// Each result is a file of JSON; `commands.txt` has a line for each: the file's name, a tab, the
/// command.
final class Measurements {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> commands = new LinkedHashMap<>();

    Measurements(Path folder) {
        this.folder = folder;
        for (String line : lines(folder.resolve("commands.txt"))) {
            String[] parts = line.split("\t", 2);
            if (parts.length == 2) {
                commands.put(parts[0], parts[1]);
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("read " + file, e);
        }
    }

    /// A result; empty if it was not measured.
    ///
    /// @throws UncheckedIOException if the file is there but is not JSON
    Optional<JsonNode> read(String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("read result " + file, e);
        }
    }

    /// The results of JMH; none if they were not measured.
    List<JmhResult> jmh(String name) {
        return read(name).map(JmhResult::all).orElse(List.of());
    }

    /// The numbers in a text file, by line and column; none if they were not measured.
    List<double[]> numbers(String name) {
        return lines(folder.resolve(name)).stream()
                .filter(line -> !line.isBlank())
                .map(line ->
                        Stream.of(line.strip().split(" "))
                                .mapToDouble(Double::parseDouble)
                                .toArray())
                .toList();
    }

    /// The files whose names begin and end so, in the order of their names.
    List<String> names(String prefix, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("list results in " + folder, e);
        }
    }

    /// The command that a result came from, in words for the report.
    String command(String name) {
        return command(name, "benchmarks/report");
    }

    /// The same, for a result that another script than the report's own may have written.
    String command(String name, String otherwise) {
        return "`" + commands.getOrDefault(name, otherwise) + "`";
    }
}
