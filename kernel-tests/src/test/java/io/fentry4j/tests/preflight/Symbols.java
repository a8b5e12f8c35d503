package io.fentry4j.tests.preflight;

import io.fentry4j.btf.Btf;
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
        List<String> names = code();
        Set<String> all = new HashSet<>(names);
        return names.stream()
                .filter(name -> name.endsWith(".isra.0"))
                .map(name -> name.substring(0, name.indexOf('.')))
                .filter(name -> !all.contains(name))
                .findFirst()
                .orElseThrow();
    }

    /// A name that several functions have and BTF describes: all `…_show` functions of sysfs have
    /// one prototype.
    static String several() throws IOException {
        Set<String> seen = new HashSet<>();
        Btf btf = Btf.vmlinux();
        return code().stream()
                .filter(name -> !seen.add(name) && name.endsWith("_show"))
                .filter(name -> btf.kernelFunction(name).isPresent())
                .findFirst()
                .orElseThrow();
    }

    /// The code symbols of the kernel itself.
    private static List<String> code() throws IOException {
        return Files.readAllLines(Path.of("/proc/kallsyms")).stream()
                .filter(line -> !line.contains("[") && "tT".indexOf(line.charAt(17)) >= 0)
                .map(line -> line.split(" ", 3)[2])
                .toList();
    }
}
