package io.fentry4j.tests.trace;

import io.fentry4j.trace.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The modes that this kernel has.
final class TraceModes {

    private TraceModes() {}

    /// For `@MethodSource`.
    static Stream<Mode> available() throws IOException {
        try (Stream<String> symbols = Files.lines(Path.of("/proc/kallsyms"))) {
            boolean fprobe = symbols.anyMatch(line -> line.endsWith(" register_fprobe_ips"));
            return Stream.of(Mode.values()).filter(mode -> fprobe || mode != Mode.KPROBE_MULTI);
        }
    }
}
