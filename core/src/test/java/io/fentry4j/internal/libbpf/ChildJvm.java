package io.fentry4j.internal.libbpf;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM of its own for what happens once in each, with the library on the class path.
///
/// @param output all that it wrote to stdout and stderr
/// @param report the lines of the file that its main class wrote
record ChildJvm(String output, List<String> report) {

    /// Runs `main` with the name of the report's file as its argument.
    static ChildJvm run(Path directory, Class<?> main, String... options)
            throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Path report = directory.resolve("report");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
        command.add(classesOf(LibbpfLibrary.class) + ":" + classesOf(main));
        command.addAll(List.of(options));
        command.addAll(List.of(main.getName(), report.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.endsWith("JAVA_OPTIONS"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.redirectOutput(output.toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new AssertionError("the child failed: " + Files.readString(output));
        }
        return new ChildJvm(Files.readString(output), Files.readAllLines(report));
    }

    /// The directory that `type` was compiled to; its code source names that of the module.
    private static String classesOf(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        String location = String.valueOf(type.getResource("/" + file));
        return Path.of(URI.create(location.substring(0, location.length() - file.length())))
                .toString();
    }
}
