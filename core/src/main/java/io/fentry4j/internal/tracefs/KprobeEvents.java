package io.fentry4j.internal.tracefs;

import io.fentry4j.Errno;
import io.fentry4j.internal.linux.CommandFile;
import io.fentry4j.internal.linux.LibC;
import io.fentry4j.internal.linux.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// tracefs's list of kprobes (`kprobe_events`, `Documentation/trace/kprobetrace.rst`), which any
/// process changes by a line a command, and which outlives them all.
final class KprobeEvents {

    private static final List<Path> PLACES =
            List.of(
                    Path.of("/sys/kernel/tracing/kprobe_events"),
                    Path.of("/sys/kernel/debug/tracing/kprobe_events"));

    /// What a line begins with: `r4096:GROUP/NAME FUNCTION`.
    private static final Pattern LINE = Pattern.compile("[pr]\\d*:(\\w+)/(\\w+) .*");

    private static final int TRIES = 100;
    private static final long BETWEEN_TRIES_NANOS = 10_000_000;

    private final Path file;

    KprobeEvents(Path file) {
        this.file = file;
    }

    /// The running kernel's list; empty if tracefs is not mounted or has none.
    static Optional<KprobeEvents> find() {
        // A file that this user may not see is not known not to exist.
        return PLACES.stream()
                .filter(path -> !Files.notExists(path))
                .findFirst()
                .map(KprobeEvents::new);
    }

    /// Gives one command.
    ///
    /// @return 0, or a negative errno of the kernel's, if it does not take the command
    /// @throws SystemCallException if the list may not be changed
    int command(String line) {
        int fd = CommandFile.open(file);
        try {
            return CommandFile.write(fd, line);
        } finally {
            LibC.close(fd);
        }
    }

    long id(String group, String name) throws IOException {
        Path id = file.resolveSibling("events").resolve(group).resolve(name).resolve("id");
        return Long.parseLong(Files.readString(id).strip());
    }

    /// Removes a kprobe. The kernel refuses as long as it is in use, as by a child that this
    /// process has just forked and that does not execute its program yet. What cannot be removed is
    /// left over.
    void remove(String group, String name) {
        for (int tries = 0; tries < TRIES; tries++) {
            if (removal(group, name) != -Errno.EBUSY.number()) {
                return;
            }
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
    }

    /// Removes what processes have left that were killed. The kernel lets nobody remove what is in
    /// use.
    void removeLeftovers(Owner self) {
        leftovers(self).forEach(line -> removal(line.group(1), line.group(2)));
    }

    private List<MatchResult> leftovers(Owner self) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(LINE::matcher)
                    .filter(Matcher::matches)
                    .filter(line -> ofTheDead(line.group(1), self))
                    .map(Matcher::toMatchResult)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // who may not read the list leaves that to others
        }
    }

    private static boolean ofTheDead(String group, Owner self) {
        return Owner.ofGroup(group).filter(owner -> owner.isGone(self)).isPresent();
    }

    private int removal(String group, String name) {
        try {
            return command("-:" + group + "/" + name);
        } catch (SystemCallException e) {
            return -e.errno().number();
        }
    }
}
