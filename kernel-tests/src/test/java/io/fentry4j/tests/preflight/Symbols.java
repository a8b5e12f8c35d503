package io.fentry4j.tests.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks into `/proc/kallsyms` by other means than the code under test.
final class Symbols {

    private Symbols() {}

    /// A function of the kernel itself of which there is `f.isra.0` and no `f`.
    static String onlyAsChangedCopy() throws IOException {
        List<String> names =
                Files.readAllLines(Path.of("/proc/kallsyms")).stream()
                        .filter(line -> !line.contains("["))
                        .map(line -> line.split(" ")[2])
                        .toList();
        Set<String> all = new HashSet<>(names);
        return names.stream()
                .filter(name -> name.endsWith(".isra.0"))
                .map(name -> name.substring(0, name.indexOf('.')))
                .filter(name -> !all.contains(name))
                .findFirst()
                .orElseThrow();
    }
}
