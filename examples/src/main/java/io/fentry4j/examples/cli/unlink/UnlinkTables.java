package io.fentry4j.examples.cli.unlink;

import io.fentry4j.Errno;
import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.UnlinkEvent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/// The events of a run counted by process, by directory and by errno.
///
/// Not thread-safe.
final class UnlinkTables {

    /// The kernel gives a number to another process later, not with the same start.
    record ProcessKey(int pid, long startNanos) implements Comparable<ProcessKey> {
        @Override
        public int compareTo(ProcessKey other) {
            return Comparator.comparingInt(ProcessKey::pid)
                    .thenComparingLong(ProcessKey::startNanos)
                    .compare(this, other);
        }
    }

    /// @param known whether it is an absolute path, and not only what the caller wrote
    record DirectoryKey(boolean known, KernelString path) implements Comparable<DirectoryKey> {
        @Override
        public int compareTo(DirectoryKey other) {
            return Comparator.comparing(DirectoryKey::path)
                    .thenComparing(DirectoryKey::known)
                    .compare(this, other);
        }
    }

    private static final KernelString ROOT = KernelString.of("/");
    private static final KernelString HERE = KernelString.of(".");

    private final Set<SummaryBy> wanted;
    private final TopTable<ProcessKey> processes = new TopTable<>();
    private final TopTable<DirectoryKey> directories = new TopTable<>();
    private final TopTable<Integer> errnos = new TopTable<>();

    UnlinkTables(Set<SummaryBy> wanted) {
        this.wanted = Set.copyOf(wanted);
    }

    void add(UnlinkEvent event) {
        Tally call =
                new Tally(
                        event.succeeded() ? 1 : 0,
                        event.succeeded() ? 0 : 1,
                        event.durationNanos());
        for (SummaryBy by : wanted) {
            switch (by) {
                case PROCESS ->
                        processes.add(
                                new ProcessKey(event.pid(), event.processStartNanos()),
                                event.comm(),
                                call);
                case DIRECTORY -> directories.add(directory(event), KernelString.EMPTY, call);
                case ERRNO ->
                        errnos.add(
                                -event.ret(),
                                KernelString.of(event.errno().map(Errno::name).orElse("none")),
                                call);
            }
        }
    }

    private static DirectoryKey directory(UnlinkEvent event) {
        Optional<KernelString> path = event.absolutePath();
        return new DirectoryKey(path.isPresent(), parent(path.orElse(event.name())));
    }

    /// What stands before the last slash. A slash at the end belongs to the last name.
    static KernelString parent(KernelString path) {
        byte[] bytes = path.bytes();
        int end = bytes.length;
        while (end > 1 && bytes[end - 1] == '/') {
            end--;
        }
        int slash = end - 1;
        while (slash >= 0 && bytes[slash] != '/') {
            slash--;
        }
        if (slash < 0) {
            return HERE;
        }
        return slash == 0 ? ROOT : KernelString.of(Arrays.copyOf(bytes, slash));
    }

    boolean has(SummaryBy by) {
        return wanted.contains(by);
    }

    TopTable<ProcessKey> processes() {
        return processes;
    }

    TopTable<DirectoryKey> directories() {
        return directories;
    }

    TopTable<Integer> errnos() {
        return errnos;
    }
}
