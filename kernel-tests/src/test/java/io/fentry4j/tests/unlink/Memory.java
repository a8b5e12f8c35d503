package io.fentry4j.tests.unlink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Memory in use, in KiB.
final class Memory {

    private Memory() {}

    /// Of this process, after a collection.
    static long resident() throws IOException {
        System.gc();
        return value(Path.of("/proc/self/status"), "VmRSS:");
    }

    /// Of the kernel: what it cannot give back at need.
    static long kernel() throws IOException {
        Path file = Path.of("/proc/meminfo");
        return value(file, "SUnreclaim:") + value(file, "Percpu:");
    }

    /// The descriptors that this process has open.
    static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static long value(Path file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            String line = lines.filter(each -> each.startsWith(key)).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }
}
