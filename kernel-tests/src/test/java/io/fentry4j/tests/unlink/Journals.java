package io.fentry4j.tests.unlink;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.UnlinkEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// All that a program's threads have noted, and how a probe's events compare with it.
record Journals(List<Attempt> attempts) {

    /// One process's attempts of one name.
    private record Key(int pid, KernelString name) {}

    /// @param missing attempts without an event
    /// @param extra events without an attempt
    /// @param different events with another field than the attempt
    /// @param pathless events of which it is said that their path is not known
    record Comparison(
            List<String> missing,
            List<String> extra,
            List<String> different,
            List<String> pathless) {

        Comparison() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    static Journals read(Path folder) throws IOException {
        List<Attempt> attempts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.map(Attempt::parse).forEach(attempts::add);
                }
            }
        }
        return new Journals(attempts);
    }

    Set<Integer> pids() {
        return attempts.stream().map(Attempt::pid).collect(toSet());
    }

    Journals only(UnlinkEvent.Kind kind) {
        return new Journals(attempts.stream().filter(attempt -> attempt.kind() == kind).toList());
    }

    /// Compares with those events that are of the program's processes. A process's attempts of one
    /// name are one after the other.
    Comparison compare(List<UnlinkEvent> events) {
        Set<Integer> pids = pids();
        Map<Key, List<UnlinkEvent>> happened =
                events.stream()
                        .filter(event -> pids.contains(event.pid()))
                        .collect(groupingBy(event -> new Key(event.pid(), event.name())));
        Map<Key, List<Attempt>> expected =
                attempts.stream()
                        .collect(groupingBy(attempt -> new Key(attempt.pid(), attempt.name())));
        Comparison comparison = new Comparison();
        Set<Key> keys = new HashSet<>(expected.keySet());
        keys.addAll(happened.keySet());
        for (Key key : keys) {
            compare(
                    sorted(expected.get(key), Comparator.comparingLong(Attempt::before)),
                    sorted(happened.get(key), Comparator.comparingLong(UnlinkEvent::kernelNanos)),
                    comparison);
        }
        return comparison;
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list == null ? List.of() : list.stream().sorted(order).toList();
    }

    /// Attempts and events in the order of time: an event belongs to the first attempt that is not
    /// over when it begins.
    private static void compare(
            List<Attempt> attempts, List<UnlinkEvent> events, Comparison comparison) {
        int next = 0;
        for (Attempt attempt : attempts) {
            if (next < events.size() && events.get(next).kernelNanos() <= attempt.after()) {
                UnlinkEvent event = events.get(next++);
                if (attempt.lacksPath(event)) {
                    comparison.pathless.add(show(attempt));
                }
                List<String> differences = attempt.differences(event);
                if (!differences.isEmpty()) {
                    comparison.different.add(show(attempt) + ": " + differences);
                }
            } else {
                comparison.missing.add(show(attempt));
            }
        }
        while (next < events.size()) {
            comparison.extra.add(events.get(next++).toString());
        }
    }

    private static String show(Attempt attempt) {
        return "%s (%s, pid %d, %d)"
                .formatted(attempt.what(), shortened(attempt.name()), attempt.pid(), attempt.ret());
    }

    private static String shortened(KernelString name) {
        String text = name.escaped();
        return text.length() < 100 ? text : "…" + text.substring(text.length() - 100);
    }
}
