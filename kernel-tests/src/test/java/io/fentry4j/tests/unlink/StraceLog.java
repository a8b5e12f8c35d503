package io.fentry4j.tests.unlink;

import io.fentry4j.Errno;
import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.UnlinkEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What strace says of the deletions of a program and its children, a list for each thread.
record StraceLog(Map<Integer, List<Call>> calls) {

    /// @param result `0`, or an error's name such as `ENOENT`
    record Call(UnlinkEvent.Kind kind, int dirfd, KernelString name, String result) {

        static Call of(UnlinkEvent event) {
            return new Call(
                    event.kind(),
                    event.dirfd(),
                    event.name(),
                    event.errno().map(Errno::name).orElse(Integer.toString(event.ret())));
        }

        @Override
        public String toString() {
            return "%s(%d, %s) = %s".formatted(kind, dirfd, name.escaped(), result);
        }
    }

    /// Such as `unlinkat(3, "\x61", AT_REMOVEDIR) = -1 ENOTEMPTY (Directory not empty)`.
    private static final Pattern LINE =
            Pattern.compile(
                    "(unlink|unlinkat|rmdir)\\((?:(AT_FDCWD|\\d+), )?\"((?:\\\\x[0-9a-f]{2})*)\""
                            + "(?:, (0|AT_REMOVEDIR))?\\) += (?:0|-1 (E\\w+) .*)");

    /// The command line that makes the files for [#read]: one for each thread, each byte of a name
    /// in hexadecimal digits.
    static List<String> command(Path prefix, List<String> program) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("strace", "-ff", "-qq", "-xx", "-s", "4096", "-e", "signal=none"));
        command.addAll(List.of("-e", "trace=unlink,unlinkat,rmdir", "-o", prefix.toString()));
        command.addAll(program);
        return command;
    }

    static StraceLog read(Path prefix) throws IOException {
        Map<Integer, List<Call>> calls = new TreeMap<>();
        String start = prefix.getFileName() + ".";
        try (Stream<Path> files = Files.list(prefix.getParent())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(start)) {
                    try (Stream<String> lines = Files.lines(file)) {
                        calls.put(
                                Integer.valueOf(name.substring(start.length())),
                                lines.map(StraceLog::parse).toList());
                    }
                }
            }
        }
        return new StraceLog(calls);
    }

    private static Call parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a call: " + line);
        }
        boolean directory =
                matcher.group(1).equals("rmdir") || "AT_REMOVEDIR".equals(matcher.group(4));
        String dirfd = matcher.group(2);
        return new Call(
                directory ? UnlinkEvent.Kind.DIRECTORY : UnlinkEvent.Kind.FILE,
                dirfd == null || dirfd.equals("AT_FDCWD")
                        ? UnlinkEvent.AT_FDCWD
                        : Integer.parseInt(dirfd),
                KernelString.of(HexFormat.of().parseHex(matcher.group(3).replace("\\x", ""))),
                matcher.group(5) == null ? "0" : matcher.group(5));
    }

    /// The same of what a probe has seen; of these threads only.
    StraceLog ofTheSameThreads(List<UnlinkEvent> events) {
        Map<Integer, List<Call>> seen = new TreeMap<>();
        calls.keySet().forEach(tid -> seen.put(tid, new ArrayList<>()));
        for (UnlinkEvent event : events) {
            List<Call> ofThread = seen.get(event.tid());
            if (ofThread != null) {
                ofThread.add(Call.of(event));
            }
        }
        return new StraceLog(seen);
    }

    int size() {
        return calls.values().stream().mapToInt(List::size).sum();
    }
}
