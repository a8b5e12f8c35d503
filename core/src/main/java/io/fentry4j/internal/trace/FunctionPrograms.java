package io.fentry4j.internal.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.internal.kernel.Release;
import io.fentry4j.internal.program.AttachTarget;
import io.fentry4j.internal.program.ProgramKind;
import io.fentry4j.internal.program.RawProgram;
import io.fentry4j.trace.Mode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The programs of one function in the kernel, or of several that share them, and what attaches
/// them.
final class FunctionPrograms {

    private static final Release KERNEL = new Release(System.getProperty("os.version"));

    private final String name;
    private final String functions;
    private final Mode mode;
    private final ToIntFunction<String> maps;
    private final Deque<RawProgram> programs = new ArrayDeque<>();
    private final Deque<AutoCloseable> links = new ArrayDeque<>();

    private FunctionPrograms(String name, String functions, Mode mode, ToIntFunction<String> maps) {
        this.name = name;
        this.functions = functions;
        this.mode = mode;
        this.maps = maps;
    }

    /// Loads and attaches. Nothing is left if that fails.
    ///
    /// @param name what the programs are called in the kernel
    /// @param maps the descriptor of each map, by its name
    /// @throws BpfException if the kernel refuses, by its cause
    static FunctionPrograms attach(
            String name,
            TraceTarget target,
            Codes codes,
            ToIntFunction<String> maps,
            KretprobeRoom room) {
        FunctionPrograms all = new FunctionPrograms(name, target.name(), codes.mode(), maps);
        return all.attached(() -> all.attach(target, codes, room));
    }

    /// Loads programs that all of these functions share, and attaches them by kprobe.multi. Nothing
    /// is left if that fails for one of them.
    ///
    /// @param numbers what the programs are told of each function
    /// @throws BpfException if the kernel refuses, by its cause
    static FunctionPrograms attachShared(
            String name,
            List<TraceTarget> targets,
            long[] numbers,
            Codes codes,
            ToIntFunction<String> maps) {
        String first = targets.getFirst().name();
        FunctionPrograms all =
                new FunctionPrograms(
                        name,
                        targets.size() == 1
                                ? first
                                : "%d functions from %s on".formatted(targets.size(), first),
                        codes.mode(),
                        maps);
        return all.attached(() -> all.attachShared(targets, numbers, codes));
    }

    private FunctionPrograms attached(Runnable attach) {
        try {
            attach.run();
            return this;
        } catch (RuntimeException e) {
            detach(e);
            unload(e);
            throw e;
        }
    }

    /// At the return first: each entry that is seen then has its return seen as well. The detach
    /// goes the other way.
    private void attach(TraceTarget target, Codes codes, KretprobeRoom room) {
        if (mode == Mode.KPROBE_MULTI) {
            attachShared(List.of(target), new long[1], codes);
            return;
        }
        if (mode == Mode.KPROBE) {
            Optional<RawProgram> exit =
                    load(ProgramKind.KRETPROBE, AttachTarget.NONE, codes.exit());
            Optional<RawProgram> entry = load(ProgramKind.KPROBE, AttachTarget.NONE, codes.entry());
            exit.ifPresent(program -> links.push(room.attach(program, target.name())));
            entry.ifPresent(program -> links.push(program.attachKprobe(target.name())));
            return;
        }
        try (AttachTarget function =
                AttachTarget.of(target.module(), target.function().func().id())) {
            Optional<RawProgram> exit = load(ProgramKind.FEXIT, function, codes.exit());
            Optional<RawProgram> entry = load(ProgramKind.FENTRY, function, codes.entry());
            String called = target.function().name();
            exit.ifPresent(program -> links.push(program.attachTracing(called)));
            entry.ifPresent(program -> links.push(program.attachTracing(called)));
        }
    }

    private void attachShared(List<TraceTarget> targets, long[] numbers, Codes codes) {
        if (codes.paired() && KERNEL.atLeast(6, 14)) {
            throw new FeatureUnsupportedException(
                    Failure.of(
                                    "trace " + functions,
                                    "the return of a kprobe.multi is not known to have the stack"
                                            + " pointer since Linux 6.14, by which it finds its"
                                            + " entry")
                            .observe("release", KERNEL.text())
                            .advise("ask for what the entry or the return has alone")
                            .advise("trace fewer functions, by fentry"));
        }
        List<String> names = targets.stream().map(target -> target.function().name()).toList();
        load(ProgramKind.KRETPROBE_MULTI, AttachTarget.NONE, codes.exit())
                .ifPresent(program -> links.push(program.attachMulti(names, numbers)));
        load(ProgramKind.KPROBE_MULTI, AttachTarget.NONE, codes.entry())
                .ifPresent(program -> links.push(program.attachMulti(names, numbers)));
    }

    private Optional<RawProgram> load(
            ProgramKind kind, AttachTarget function, Optional<Code> code) {
        return code.map(of -> {
            RawProgram program = RawProgram.load(name, kind, function, functions, of, maps);
            programs.push(program);
            return program;
        });
    }

    /// How often the kernel has skipped the programs.
    long misses() {
        return programs.stream().mapToLong(RawProgram::recursionMisses).sum();
    }

    /// Lets the kernel call its own test functions, by a program of a trampoline.
    ///
    /// @return 0, or a negative errno
    /// @throws IllegalStateException if these are kprobes, which it does not do for
    int testRun() {
        if (mode != Mode.FENTRY) {
            throw new IllegalStateException(
                    "run the kernel's test functions: only a fentry or fexit program can, and "
                            + functions
                            + " has kprobes");
        }
        return programs.getFirst().testRun();
    }

    /// @param failure what gets the failures of it, suppressed
    void detach(RuntimeException failure) {
        close(links, failure);
    }

    void unload(RuntimeException failure) {
        close(programs, failure);
    }

    /// Youngest first.
    static void close(Deque<? extends AutoCloseable> resources, RuntimeException failure) {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
