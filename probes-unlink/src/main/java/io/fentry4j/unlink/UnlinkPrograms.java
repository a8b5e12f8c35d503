package io.fentry4j.unlink;

import io.fentry4j.Link;
import io.fentry4j.OpenProgram;
import io.fentry4j.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The programs that a probe needs for its mode and options: chosen before the load, attached after
/// it.
///
/// The ends of calls first, and detached last: a call that begins in between has an end without a
/// beginning, which is counted. The other way round it would have a beginning without an end.
final class UnlinkPrograms {

    /// A function under the names that it has had.
    private enum Target {
        UNLINK("do_unlinkat", "filename_unlinkat"), // the second name since Linux 7.0
        RMDIR("do_rmdir", "filename_rmdir"),
        /// Finds the directory of a name.
        PARENT("path_parentat", null);

        private final String name;
        private final @Nullable String laterName;

        Target(String name, @Nullable String laterName) {
            this.name = name;
            this.laterName = laterName;
        }

        void setIn(OpenProgram program) {
            if (laterName == null) {
                program.target(name);
            } else {
                program.target(name, laterName);
            }
        }

        boolean has(String function) {
            return function.equals(name) || function.equals(laterName);
        }
    }

    /// @param set lets a program be loaded, for its target
    private record Choice(
            Function<UnlinkBpf.Open, OpenProgram> set,
            Target target,
            Function<UnlinkBpf, Program> program,
            Function<UnlinkBpf, Link> attach) {}

    private final List<Choice> ends = new ArrayList<>();
    private final List<Choice> beginnings = new ArrayList<>();
    private final ReturnRoom room = new ReturnRoom();
    private final boolean followsProcesses;

    UnlinkPrograms(Mode mode, boolean directories, boolean paths, boolean followsProcesses) {
        this.followsProcesses = followsProcesses;
        switch (mode) {
            case FENTRY -> chooseFentry(directories, paths);
            case KPROBE -> chooseKprobe(directories, paths);
        }
    }

    private void chooseFentry(boolean directories, boolean paths) {
        if (paths) {
            ends.add(
                    new Choice(
                            UnlinkBpf.Open::parentExit,
                            Target.PARENT,
                            UnlinkBpf::parentExit,
                            bpf -> bpf.parentExit().attach()));
        }
        ends.add(
                new Choice(
                        UnlinkBpf.Open::unlinkExit,
                        Target.UNLINK,
                        UnlinkBpf::unlinkExit,
                        bpf -> bpf.unlinkExit().attach()));
        beginnings.add(
                new Choice(
                        UnlinkBpf.Open::unlinkEntry,
                        Target.UNLINK,
                        UnlinkBpf::unlinkEntry,
                        bpf -> bpf.unlinkEntry().attach()));
        if (directories) {
            ends.add(
                    new Choice(
                            UnlinkBpf.Open::rmdirExit,
                            Target.RMDIR,
                            UnlinkBpf::rmdirExit,
                            bpf -> bpf.rmdirExit().attach()));
            beginnings.add(
                    new Choice(
                            UnlinkBpf.Open::rmdirEntry,
                            Target.RMDIR,
                            UnlinkBpf::rmdirEntry,
                            bpf -> bpf.rmdirEntry().attach()));
        }
    }

    private void chooseKprobe(boolean directories, boolean paths) {
        if (paths) {
            ends.add(
                    new Choice(
                            UnlinkBpf.Open::parentKretprobe,
                            Target.PARENT,
                            UnlinkBpf::parentKretprobe,
                            bpf -> room.attach(bpf.parentKretprobe())));
            ends.add(
                    new Choice(
                            UnlinkBpf.Open::parentKprobe,
                            Target.PARENT,
                            UnlinkBpf::parentKprobe,
                            bpf -> bpf.parentKprobe().attach()));
        }
        ends.add(
                new Choice(
                        UnlinkBpf.Open::unlinkKretprobe,
                        Target.UNLINK,
                        UnlinkBpf::unlinkKretprobe,
                        bpf -> room.attach(bpf.unlinkKretprobe())));
        beginnings.add(
                new Choice(
                        UnlinkBpf.Open::unlinkKprobe,
                        Target.UNLINK,
                        UnlinkBpf::unlinkKprobe,
                        bpf -> bpf.unlinkKprobe().attach()));
        if (directories) {
            ends.add(
                    new Choice(
                            UnlinkBpf.Open::rmdirKretprobe,
                            Target.RMDIR,
                            UnlinkBpf::rmdirKretprobe,
                            bpf -> room.attach(bpf.rmdirKretprobe())));
            beginnings.add(
                    new Choice(
                            UnlinkBpf.Open::rmdirKprobe,
                            Target.RMDIR,
                            UnlinkBpf::rmdirKprobe,
                            bpf -> bpf.rmdirKprobe().attach()));
        }
    }

    private Stream<Choice> all() {
        return Stream.concat(ends.stream(), beginnings.stream());
    }

    /// Lets the programs be loaded, for the names that their functions have here.
    void selectIn(UnlinkBpf.Open open) {
        all().forEach(choice -> choice.target.setIn(choice.set.apply(open).autoload(true)));
    }

    /// Lets the programs be loaded that follow processes, if that is wanted.
    void selectForProcessesIn(UnlinkBpf.Open open) {
        open.processStart().autoload(followsProcesses);
        open.processEnd().autoload(followsProcesses);
    }

    /// Attaches the programs that follow processes, if that is wanted.
    Stream<Link> attachForProcesses(UnlinkBpf bpf) {
        return followsProcesses
                ? Stream.of(bpf.processEnd().attach(), bpf.processStart().attach())
                : Stream.empty();
    }

    /// Attaches what sees the ends of calls, and what happens during them.
    Stream<Link> attachEnds(UnlinkBpf bpf) {
        return ends.stream().map(choice -> choice.attach.apply(bpf));
    }

    /// Attaches what sees the beginnings of calls.
    Stream<Link> attachBeginnings(UnlinkBpf bpf) {
        return beginnings.stream().map(choice -> choice.attach.apply(bpf));
    }

    /// For how many calls of a function at a time kretprobes have room; known when the ends are
    /// attached.
    int maxActive() {
        return room.calls();
    }

    /// The functions that remove names, under the names that they have here: the one for files,
    /// then the one for directories if those are included.
    ///
    /// @param attachedEnds of [#attachEnds], any number of times
    static List<String> targets(List<Link> attachedEnds) {
        return attachedEnds.stream()
                .map(Link::target)
                .filter(UnlinkPrograms::removes)
                .distinct()
                .toList();
    }

    private static boolean removes(String function) {
        return Stream.of(Target.UNLINK, Target.RMDIR).anyMatch(target -> target.has(function));
    }

    /// How often the kernel skipped one of them.
    long missed(UnlinkBpf bpf) {
        return missed(bpf, all());
    }

    /// How often the kernel skipped one of those that see calls begin and end.
    long missedAtEntriesAndExits(UnlinkBpf bpf) {
        return missed(bpf, all().filter(choice -> choice.target != Target.PARENT));
    }

    private static long missed(UnlinkBpf bpf, Stream<Choice> choices) {
        return choices.mapToLong(c -> c.program.apply(bpf).statistics().recursionMisses()).sum();
    }
}
