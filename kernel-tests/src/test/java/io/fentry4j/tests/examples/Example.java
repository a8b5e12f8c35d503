package io.fentry4j.tests.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One of the examples to copy: a file of `examples` with a `main` of its own.
///
/// @param text the file
record Example(Path file, String text) {

    private static final Path PROJECT =
            Path.of(System.getProperty("fentry4j.project", "..")).toAbsolutePath().normalize();
    private static final Path SOURCES = PROJECT.resolve("examples/src/main/java");
    private static final Path JAR = PROJECT.resolve("examples/target/fentry4j-examples.jar");

    private static final Pattern MAIN = Pattern.compile("static void main\\(");
    private static final Pattern SAMPLE = Pattern.compile("(?ms)^/// ```(?:text)?\n(.*?)^/// ```$");

    /// A number, with the exponent or the unit of time that depends on its size.
    private static final Pattern NUMBER =
            Pattern.compile("\\d+([.,:]\\d+)*(E-?\\d+)?( (ns|us|µs|ms|s|m|h)\\b)?");

    /// All of them; the command line is none.
    static List<Example> all() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Example> examples = new ArrayList<>();
            for (Path file : files.filter(Example::mayBe).sorted().toList()) {
                Example example = new Example(file, Files.readString(file));
                if (MAIN.matcher(example.text).find()) {
                    examples.add(example);
                }
            }
            return examples;
        }
    }

    private static boolean mayBe(Path file) {
        return file.toString().endsWith(".java") && !file.toString().contains("/cli/");
    }

    /// The one of that name.
    static Example named(String name) throws IOException {
        return all().stream()
                .filter(example -> example.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no example " + name));
    }

    String name() {
        return file.getFileName().toString().replace(".java", "");
    }

    String className() {
        return SOURCES.relativize(file).toString().replace(".java", "").replace('/', '.');
    }

    /// What its header says that it prints; empty if it does not say.
    List<String> sample() {
        Matcher matcher = SAMPLE.matcher(text);
        return matcher.find()
                ? matcher.group(1).lines().map(line -> line.replaceFirst("^/// ?", "")).toList()
                : List.of();
    }

    /// Output without what differs from run to run: numbers, empty lines, and how many lines of a
    /// kind follow one another.
    static List<String> shape(List<String> lines) {
        List<String> shape = new ArrayList<>();
        for (String line : lines) {
            String kind =
                    NUMBER.matcher(line.strip())
                            .replaceAll("0")
                            .replaceAll("\\*+", "*")
                            .replaceAll("\\s+", " ")
                            .replaceAll("0( 0)+", "0");
            if (!kind.isEmpty() && (shape.isEmpty() || !shape.getLast().equals(kind))) {
                shape.add(kind);
            }
        }
        return shape;
    }

    /// The command that its header says.
    Process start(Path out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:CompileThresholdScaling=5",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        JAR.toString(),
                        className()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Override
    public String toString() {
        return name();
    }
}
