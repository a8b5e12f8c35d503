package io.fentry4j.examples.cli.unlink;

import static io.fentry4j.examples.cli.unlink.Checked.set;

import io.fentry4j.unlink.UnlinkProbeBuilder;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Which processes, threads and users.
final class CallerOptions {

    @Option(
            names = "--pid",
            paramLabel = "PID",
            split = ",",
            converter = Ids.PlainNumber.class,
            description = "Only these processes.")
    private List<Long> pids = new ArrayList<>();

    @Option(
            names = "--follow",
            description = "With --pid: also the processes that those start from now on.")
    private boolean follow;

    @Option(
            names = "--tid",
            paramLabel = "TID",
            split = ",",
            converter = Ids.PlainNumber.class,
            description = "Only these threads.")
    private List<Long> tids = new ArrayList<>();

    @Option(
            names = "--comm",
            paramLabel = "NAME",
            split = ",",
            description = "Only threads with these names (up to 15 bytes; at most 8 names).")
    private List<String> comms = new ArrayList<>();

    @Option(
            names = "--uid",
            paramLabel = "USER",
            split = ",",
            converter = Ids.User.class,
            description = "Only these users: a number, or a name from /etc/passwd.")
    private List<Long> uids = new ArrayList<>();

    @Option(
            names = "--cgroup",
            paramLabel = "CGROUP",
            split = ",",
            converter = Ids.Cgroup.class,
            description =
                    "Only in these cgroups, not in those below them: a path below /sys/fs/cgroup,"
                            + " such as system.slice/cron.service, or an inode number.")
    private List<Long> cgroups = new ArrayList<>();

    @Option(
            names = "--mount-ns",
            paramLabel = "NS",
            split = ",",
            converter = Ids.MountNamespace.class,
            description =
                    "Only in these mount namespaces: a path such as /proc/1/ns/mnt, or an inode"
                            + " number (at most 8).")
    private List<Long> mountNamespaces = new ArrayList<>();

    @Option(names = "--not-myself", description = "Nothing that this program deletes itself.")
    private boolean notMyself;

    /// Sets these filters.
    ///
    /// @throws picocli.CommandLine.ParameterException if one has a value that cannot be
    void applyTo(UnlinkProbeBuilder probe, CommandSpec spec) {
        if (follow && pids.isEmpty()) {
            throw Checked.wrong(spec, "--follow needs --pid: there is no process to follow");
        }
        if (!pids.isEmpty()) {
            set(spec, "--pid", () -> probe.pids(ints(pids)));
        }
        if (follow) {
            probe.followChildren();
        }
        if (!tids.isEmpty()) {
            set(spec, "--tid", () -> probe.tids(ints(tids)));
        }
        if (!comms.isEmpty()) {
            set(spec, "--comm", () -> probe.comms(comms.toArray(String[]::new)));
        }
        if (!uids.isEmpty()) {
            set(spec, "--uid", () -> probe.uids(longs(uids)));
        }
        if (!cgroups.isEmpty()) {
            set(spec, "--cgroup", () -> probe.cgroups(longs(cgroups)));
        }
        if (!mountNamespaces.isEmpty()) {
            set(spec, "--mount-ns", () -> probe.mountNamespaces(longs(mountNamespaces)));
        }
        if (notMyself) {
            probe.exceptMyself();
        }
    }

    private static long[] longs(List<Long> ids) {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    private static int[] ints(List<Long> ids) {
        return ids.stream().mapToInt(CallerOptions::toInt).toArray();
    }

    private static int toInt(long id) {
        if (id > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(id + " is too large for a process or thread");
        }
        return (int) id;
    }
}
