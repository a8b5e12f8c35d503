package io.fentry4j.tests.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `bpftool` lists: a witness that has nothing to do with this project.
///
/// @param ids by kind: `prog`, `map`, `link`
record Bpftool(Map<String, Set<Integer>> ids) {

    private static final Path PROGRAM = Path.of("/usr/sbin/bpftool");
    private static final Pattern ID = Pattern.compile("\\{\"id\":(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    static Bpftool list() {
        return new Bpftool(
                Stream.of("prog", "map", "link")
                        .collect(Collectors.toMap(kind -> kind, Bpftool::list)));
    }

    private static Set<Integer> list(String kind) {
        try {
            Process process =
                    new ProcessBuilder(List.of(PROGRAM.toString(), "-j", kind, "show")).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return ID.matcher(output)
                    .results()
                    .map(result -> Integer.valueOf(result.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError("bpftool", e);
        }
    }

    /// What was not listed before.
    Bpftool since(Bpftool before) {
        return new Bpftool(
                ids.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        kind -> {
                                            Set<Integer> more = new TreeSet<>(kind.getValue());
                                            more.removeAll(before.ids.get(kind.getKey()));
                                            return more;
                                        })));
    }

    /// Waits until nothing is listed but what was before, and says what else was last: the kernel
    /// frees some time after the last descriptor was closed, also what `bpftool` itself has loaded.
    static Bpftool leftSince(Bpftool before) {
        long start = System.nanoTime();
        Bpftool left = list().since(before);
        while (!left.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(100_000_000);
            left = list().since(before);
        }
        return left;
    }

    boolean isEmpty() {
        return ids.values().stream().allMatch(Set::isEmpty);
    }
}
