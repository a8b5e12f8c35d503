package io.fentry4j.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where and with what was measured: `Environment FILE` writes it as JSON, in the order in which
/// the report shows it.
public final class Environment {

    private static final Path VULNERABILITIES = Path.of("/sys/devices/system/cpu/vulnerabilities");

    private Environment() {}

    /// Writes the file.
    public static void main(String[] arguments) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(Path.of(arguments[0]).toFile(), facts());
    }

    private static Map<String, String> facts() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put(
                "CPU",
                "%s, %d in use".formatted(cpu(), Runtime.getRuntime().availableProcessors()));
        facts.put("machine", hypervised() ? "virtual" : "physical");
        facts.put("load before", Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("mitigations", mitigations());
        facts.put(
                "Java",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        output("cc", "--version").ifPresent(v -> facts.put("C compiler", v));
        output("clang-19", "--version").ifPresent(v -> facts.put("BPF compiler", v));
        output("sh", "-c", "readlink -f /usr/lib/*/libbpf.so.1")
                .ifPresent(v -> facts.put("libbpf", v.substring(v.lastIndexOf('/') + 1)));
        output("bpftrace", "--version").ifPresent(v -> facts.put("bpftrace", v));
        output("qemu-system-x86_64", "--version").ifPresent(v -> facts.put("lab", v));
        return facts;
    }

    private static String cpu() throws IOException {
        return line("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch"));
    }

    private static boolean hypervised() throws IOException {
        return line("/proc/cpuinfo", "flags").filter(f -> f.contains(" hypervisor")).isPresent();
    }

    private static Optional<String> line(String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        }
    }

    /// Those that cost something: what the CPU does not have is left out.
    private static String mitigations() throws IOException {
        if (!Files.isDirectory(VULNERABILITIES)) {
            return "not told by this kernel";
        }
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(VULNERABILITIES)) {
            for (Path file : files.toList()) {
                String state = Files.readString(file).strip();
                if (!state.equals("Not affected")) {
                    found.put(file.getFileName().toString(), state);
                }
            }
        }
        return found.entrySet().stream()
                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                .collect(Collectors.joining("; "));
    }

    /// The first line that a command prints; empty if it cannot be started.
    private static Optional<String> output(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
