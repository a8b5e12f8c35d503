package io.fentry4j.internal.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.internal.program.AttachTarget;
import io.fentry4j.internal.program.ProgramKind;
import io.fentry4j.internal.program.RawProgram;
import io.fentry4j.trace.Mode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The programs of one function in the kernel, and what attaches them.
final class FunctionPrograms {

    private final String name;
    private final TraceTarget target;
    private final Mode mode;
    private final ToIntFunction<String> maps;
    private final Deque<RawProgram> programs = new ArrayDeque<>();
    private final Deque<AutoCloseable> links = new ArrayDeque<>();

    private FunctionPrograms(
            String name, TraceTarget target, Mode mode, ToIntFunction<String> maps) {
        this.name = name;
        this.target = target;
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
        FunctionPrograms all = new FunctionPrograms(name, target, codes.mode(), maps);
        try {
            all.attach(codes, room);
            return all;
        } catch (RuntimeException e) {
            all.detach(e);
            all.unload(e);
            throw e;
        }
    }

    /// At the return first: each entry that is seen then has its return seen as well. The detach
    /// goes the other way.
    private void attach(Codes codes, KretprobeRoom room) {
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

    private Optional<RawProgram> load(
            ProgramKind kind, AttachTarget function, Optional<Code> code) {
        return code.map(of -> {
            RawProgram program =
                    RawProgram.load(name, kind, function, target.function().name(), of, maps);
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
        if (mode == Mode.KPROBE) {
            throw new IllegalStateException(
                    "run the kernel's test functions: only a fentry or fexit program can, and "
                            + target.name()
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
