package io.fentry4j.unlink;

import io.fentry4j.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What is loaded for a probe: one object, or several whose programs take turns where the kernel
/// skips some (`unlink_turn.h`). They share the maps and variables of the first.
///
/// A trampoline runs the youngest program first, so the first object's programs are the last to
/// run, and there for as long as any other's: each call that a copy sees is seen, or skipped, by
/// them. So what they ran for and what they were skipped for are all calls, which the turns that
/// were taken are compared with.
final class UnlinkCopies implements AutoCloseable {

    /// How many there are where the kernel skips programs, and the most there can be. So many tasks
    /// have to be preempted in the programs of one function on one CPU until a call is missed.
    static final int WHERE_PROGRAMS_ARE_SKIPPED = 8;

    private final UnlinkPrograms programs;
    private final List<UnlinkBpf> objects = new ArrayList<>();
    private final AtomicLong mostMissed = new AtomicLong();

    private UnlinkCopies(UnlinkPrograms programs) {
        this.programs = programs;
    }

    /// Loads the object `count` times.
    ///
    /// @param configure called for each, before its load
    static UnlinkCopies load(
            UnlinkPrograms programs, int count, Consumer<UnlinkBpf.Open> configure) {
        UnlinkCopies copies = new UnlinkCopies(programs);
        try {
            for (int copy = 0; copy < count; copy++) {
                copies.add(copy, count > 1, configure);
            }
            return copies;
        } catch (RuntimeException e) {
            closeAfter(e, copies);
            throw e;
        }
    }

    /// Closes what a failure has left of no use.
    static void closeAfter(RuntimeException failure, UnlinkCopies copies) {
        try {
            copies.close();
        } catch (RuntimeException secondary) {
            failure.addSuppressed(secondary);
        }
    }

    private void add(int copy, boolean hasCopies, Consumer<UnlinkBpf.Open> configure) {
        try (UnlinkBpf.Open open = UnlinkBpf.open()) {
            configure.accept(open);
            open.hasCopies().set(hasCopies);
            open.copy().set(copy);
            if (copy == 0) {
                programs.selectForProcessesIn(open);
            } else {
                open.object().programs().forEach(program -> program.autoload(false));
                open.object().reuseMaps(first().object());
            }
            programs.selectIn(open);
            objects.add(open.load());
        }
    }

    /// The object with the maps and variables of all.
    UnlinkBpf first() {
        return objects.getFirst();
    }

    /// Attaches what sees the ends of calls, and what happens during them. No call is seen yet.
    List<Link> attachEnds() {
        return Stream.concat(
                        programs.attachForProcesses(first()),
                        objects.stream().flatMap(programs::attachEnds))
                .toList();
    }

    /// Attaches what sees the beginnings of calls.
    List<Link> attachBeginnings() {
        return objects.stream().flatMap(programs::attachBeginnings).toList();
    }

    /// How often the kernel skipped a program in all copies: a lower bound while calls are under
    /// way, and never less than it was.
    long missed() {
        UnlinkBpf bpf = first();
        long missed =
                objects.size() == 1
                        ? programs.missed(bpf)
                        : bpf.lastTurns().get()
                                + programs.missedAtEntriesAndExits(bpf)
                                - bpf.turns().get()
                                + bpf.noLookUp().get();
        return mostMissed.accumulateAndGet(missed, Math::max);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (UnlinkBpf object : objects.reversed()) {
            try {
                object.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
