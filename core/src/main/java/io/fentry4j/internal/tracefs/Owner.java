package io.fentry4j.internal.tracefs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The process that has made something which outlives it, told from one that gets its number later.
///
/// @param pidNamespace the inode of the PID namespace in which `pid` is its number
/// @param startTicks when it was started (`starttime` of `proc(5)`)
record Owner(long pidNamespace, long pid, long startTicks) {

    private static final Path PROC = Path.of("/proc");
    private static final Pattern GROUP =
            Pattern.compile("fentry4j_(\\d{1,10})_(\\d{1,7})_(\\d{1,19})");
    private static final Pattern NAMESPACE = Pattern.compile("pid:\\[(\\d+)]");

    /// The fields of `/proc/PID/stat` behind the name, which can have any bytes.
    private static final String NAME_END = ") ";

    private static final int START_FIELD = 22 - 3; // the first one behind the name is the third

    /// This process.
    ///
    /// @throws UncheckedIOException if `/proc` is not mounted
    static Owner self() {
        try {
            Path self = PROC.resolve("self");
            String namespace = Files.readSymbolicLink(self.resolve("ns/pid")).toString();
            Matcher inode = NAMESPACE.matcher(namespace);
            if (!inode.matches()) {
                throw new IOException(self + "/ns/pid is " + namespace);
            }
            String stat = Files.readString(self.resolve("stat"));
            long pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
            return new Owner(Long.parseLong(inode.group(1)), pid, startTicks(stat));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The owner of a group of events; empty if it is not one of this library's.
    static Optional<Owner> ofGroup(String group) {
        Matcher matcher = GROUP.matcher(group);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Owner(
                            Long.parseLong(matcher.group(1)),
                            Long.parseLong(matcher.group(2)),
                            Long.parseLong(matcher.group(3))));
        } catch (NumberFormatException e) { // greater than any that this library writes
            return Optional.empty();
        }
    }

    /// The name of the group for its events in tracefs: letters, digits and `_`, 63 at most.
    String group() {
        return "fentry4j_%d_%d_%d".formatted(pidNamespace, pid, startTicks);
    }

    /// Whether the process has ended. Of another PID namespace's processes nothing is known here.
    ///
    /// @param observer a process of the namespace in which the question is asked
    boolean isGone(Owner observer) {
        if (pidNamespace != observer.pidNamespace) {
            return false;
        }
        try {
            return startTicks(Files.readString(PROC.resolve(pid + "/stat"))) != startTicks;
        } catch (IOException e) {
            return Files.notExists(PROC.resolve(Long.toString(pid)));
        }
    }

    private static long startTicks(String stat) {
        String fields = stat.substring(stat.lastIndexOf(NAME_END) + NAME_END.length());
        return Long.parseLong(fields.split(" ", -1)[START_FIELD]);
    }
}
