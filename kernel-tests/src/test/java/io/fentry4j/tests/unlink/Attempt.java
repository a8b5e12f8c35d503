package io.fentry4j.tests.unlink;

import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.NameSource;
import io.fentry4j.unlink.PathState;
import io.fentry4j.unlink.UnlinkEvent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// A deletion as the program that made it tells of it: a line of its journal (`journal.c`).
///
/// @param what a name for people
/// @param tid 0 if the program does not know it: io_uring's workers
/// @param processStart on `CLOCK_BOOTTIME` in ticks of 10 ms, as `/proc/PID/stat` has it
/// @param threadStart the same; 0 if it is not known
/// @param path what the absolute path should be; if it is `TRUNCATED`, the whole of it
/// @param before a moment before the call on `CLOCK_MONOTONIC`, in nanoseconds
/// @param after one after it
record Attempt(
        String what,
        UnlinkEvent.Kind kind,
        KernelString name,
        KernelString path,
        KernelString comm,
        PathState state,
        int dirfd,
        int pid,
        int tid,
        int parentPid,
        int namespacePid,
        long uid,
        long gid,
        long mountNamespace,
        long cgroup,
        long processStart,
        long threadStart,
        int ret,
        long before,
        long after) {

    private static final long NANOS_PER_TICK = 10_000_000;

    static Attempt parse(String line) {
        String[] fields = line.split("\t", -1);
        return new Attempt(
                fields[0],
                UnlinkEvent.Kind.valueOf(fields[1]),
                string(fields[2]),
                string(fields[3]),
                string(fields[4]),
                PathState.valueOf(fields[5]),
                Integer.parseInt(fields[6]),
                Integer.parseInt(fields[7]),
                Integer.parseInt(fields[8]),
                Integer.parseInt(fields[9]),
                Integer.parseInt(fields[10]),
                Long.parseLong(fields[11]),
                Long.parseLong(fields[12]),
                Long.parseLong(fields[13]),
                Long.parseLong(fields[14]),
                Long.parseLong(fields[15]),
                Long.parseLong(fields[16]),
                Integer.parseInt(fields[17]),
                Long.parseLong(fields[18]),
                Long.parseLong(fields[19]));
    }

    private static KernelString string(String hex) {
        return KernelString.of(HexFormat.of().parseHex(hex));
    }

    /// What of the event is not as it should be; empty if all is.
    List<String> differences(UnlinkEvent event) {
        Differences differences = new Differences();
        differences.compare("kind", kind, event.kind());
        differences.compare(
                "function",
                kind == UnlinkEvent.Kind.FILE ? "do_unlinkat" : "do_rmdir",
                event.function());
        differences.compare("name", name, event.name());
        differences.compare(
                "nameSource",
                name.isEmpty() ? NameSource.NONE : NameSource.KERNEL,
                event.nameSource());
        differences.compare("comm", comm, event.comm());
        differences.compare("dirfd", dirfd, event.dirfd());
        differences.compare("pid", pid, event.pid());
        differences.compare("parentPid", parentPid, event.parentPid());
        differences.compare("namespacePid", namespacePid, event.namespacePid());
        differences.compare("uid", uid, event.uid());
        differences.compare("gid", gid, event.gid());
        differences.compare("mountNamespace", mountNamespace, event.mountNamespace());
        differences.compare("cgroupId", cgroup, event.cgroupId());
        differences.compare(
                "processStart", processStart, event.processStartNanos() / NANOS_PER_TICK);
        differences.compare("ret", ret, event.ret());
        if (tid == 0) {
            differences.require("a worker's tid", event.tid() > 0 && event.tid() != pid);
        } else {
            differences.compare("tid", tid, event.tid());
            differences.compare(
                    "threadStart", threadStart, event.threadStartNanos() / NANOS_PER_TICK);
        }
        differences.require("begins after " + before, event.kernelNanos() >= before);
        differences.require("has a duration", event.durationNanos() > 0);
        differences.require(
                "ends before " + after, event.kernelNanos() + event.durationNanos() <= after);
        comparePath(differences, event);
        return differences.found;
    }

    /// Whether the kernel skipped the program that looks for the path.
    boolean lacksPath(UnlinkEvent event) {
        return event.pathState() == PathState.UNKNOWN && state != PathState.UNKNOWN;
    }

    private void comparePath(Differences differences, UnlinkEvent event) {
        if (lacksPath(event)) {
            differences.compare("path", KernelString.EMPTY, event.path());
            return;
        }
        if (event.pathState() == PathState.NOT_REQUESTED) {
            differences.compare("path", KernelString.EMPTY, event.path());
            return;
        }
        differences.compare("pathState", state, event.pathState());
        if (state == PathState.TRUNCATED) {
            String whole = path.toString();
            String end = event.path().toString();
            differences.require(
                    "the end of the path: " + end.length() + " bytes",
                    whole.endsWith(end) && end.startsWith("/") && end.length() > 4096 - 256);
        } else {
            KernelString known = state == PathState.RESOLVED ? path : KernelString.EMPTY;
            differences.compare("path", known, event.path());
        }
    }

    private static final class Differences {

        private final List<String> found = new ArrayList<>();

        void compare(String field, Object expected, Object actual) {
            if (!Objects.equals(expected, actual)) {
                found.add(
                        "%s: expected %s but was %s"
                                .formatted(field, show(expected), show(actual)));
            }
        }

        void require(String what, boolean holds) {
            if (!holds) {
                found.add("not true: " + what);
            }
        }

        private static String show(Object value) {
            return value instanceof KernelString string ? string.escaped() : value.toString();
        }
    }
}
