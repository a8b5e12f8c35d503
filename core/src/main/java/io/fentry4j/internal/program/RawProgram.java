package io.fentry4j.internal.program;

import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.elf.SourceLine;
import io.fentry4j.internal.failure.AttachFailures;
import io.fentry4j.internal.failure.Attachment;
import io.fentry4j.internal.failure.LoadFailures;
import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.BpfCommands;
import io.fentry4j.internal.libbpf.LibbpfLog;
import io.fentry4j.internal.libbpf.ProgramCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// A loaded program that is made of instructions instead of an ELF object: no clang, no libbpf
/// object. Who loads it closes it; what it is attached by lives on until it is closed too.
public final class RawProgram implements AutoCloseable {

    private static final String LICENSE = "Dual BSD/GPL";

    private final String name;
    private final ProgramKind kind;
    private final Descriptor program;

    private RawProgram(String name, ProgramKind kind, int fd) {
        this.name = name;
        this.kind = kind;
        this.program = new Descriptor(fd);
    }

    /// Loads a program. Call [io.fentry4j.internal.libbpf.LibbpfLibrary#require()] before.
    ///
    /// @param name up to 15 letters, digits and underscores, as `bpftool prog` shows it
    /// @param target [AttachTarget#NONE] for a kprobe; not needed any more after the load
    /// @throws BpfException that names the cause, with the verifier's log
    public static RawProgram load(
            String name, ProgramKind kind, AttachTarget target, List<Instruction> instructions) {
        return load(name, kind, target, instructions, List::of, Optional.empty());
    }

    /// Loads an assembled program. Call [io.fentry4j.internal.libbpf.LibbpfLibrary#require()]
    /// before.
    ///
    /// @param name up to 15 letters, digits and underscores, as `bpftool prog` shows it
    /// @param function the name of the target, for messages
    /// @param maps the descriptor of each of its maps, which stay open meanwhile
    /// @throws BpfException that names the cause, with the verifier's log, and what the rejected
    ///   instruction was made for
    public static RawProgram load(
            String name,
            ProgramKind kind,
            AttachTarget target,
            String function,
            Code code,
            ToIntFunction<String> maps) {
        return load(name, kind, target, code.link(maps), code::lines, Optional.of(function));
    }

    private static RawProgram load(
            String name,
            ProgramKind kind,
            AttachTarget target,
            List<Instruction> instructions,
            Supplier<List<SourceLine>> lines,
            Optional<String> function) {
        try (LibbpfLog messages = LibbpfLog.capture()) {
            ProgramCommands.Loaded loaded =
                    ProgramCommands.load(
                            kind.type,
                            kind.attachType,
                            name,
                            LICENSE,
                            Instruction.encode(instructions),
                            target.btfId(),
                            target.btfFd());
            if (loaded.fd() < 0) {
                throw LoadFailures.explain(
                        "load %s program '%s'".formatted(kind, name)
                                + function.map(of -> " for " + of).orElse(""),
                        loaded.fd(),
                        withLog(messages.messages(), name, loaded.log()),
                        lines,
                        program -> function);
            }
            return new RawProgram(name, kind, loaded.fd());
        }
    }

    /// The log in the place and form in which libbpf has it among its messages about an object.
    private static List<String> withLog(List<String> messages, String name, String log) {
        if (log.isBlank()) {
            return messages;
        }
        List<String> all = new ArrayList<>(messages);
        all.add(
                "prog '%s': -- BEGIN PROG LOAD LOG --\n%s\n-- END PROG LOAD LOG --"
                        .formatted(name, log.stripTrailing()));
        return all;
    }

    /// Attaches a fentry or fexit program to the function that it was loaded for.
    ///
    /// @return the link: closing it detaches
    public Descriptor attachTracing() {
        try (LibbpfLog messages = LibbpfLog.capture()) {
            int link = ProgramCommands.attachTracing(program.fd());
            if (link < 0) {
                throw AttachFailures.explain(operation("attach"), link, false, messages.messages());
            }
            return new Descriptor(link);
        }
    }

    /// As [#attachTracing()], with the function's name for messages.
    public Descriptor attachTracing(String function) {
        try (LibbpfLog messages = LibbpfLog.capture()) {
            int link = ProgramCommands.attachTracing(program.fd());
            if (link < 0) {
                throw AttachFailures.explain(
                        new Attachment(
                                operation("attach") + " to " + function,
                                Mechanism.TRAMPOLINE,
                                function,
                                false),
                        link,
                        messages.messages());
            }
            return new Descriptor(link);
        }
    }

    /// Lets the kernel call its own test functions, at which attached programs then run:
    /// `bpf_fentry_test1` and its like (`net/bpf/test_run.c`).
    ///
    /// @return 0, or a negative errno
    public int testRun() {
        return BpfCommands.testRun(program.fd(), new byte[0]).error();
    }

    /// Attaches a kprobe program to the entry of a function.
    ///
    /// @return the event: closing it detaches
    public Descriptor attachKprobe(String function) {
        return Kprobes.attach(operation("attach") + " to " + function, function, program.fd());
    }

    /// Attaches a kretprobe program to the return of a function.
    ///
    /// @param maxActive how many calls at a time to make room for, by tracefs; 0 for what the
    ///   kernel chooses
    /// @return the event: closing it detaches
    public AutoCloseable attachKretprobe(String function, int maxActive) {
        String operation = operation("attach") + " to " + function;
        return maxActive > 0
                ? Kprobes.attachAtReturn(operation, function, maxActive, program.fd())
                : Kprobes.attachAtReturn(operation, function, program.fd());
    }

    /// Attaches a program of many functions to all of these, or to none of them.
    ///
    /// @param cookies what the program is told of each
    /// @return the link: closing it detaches
    public Descriptor attachMulti(List<String> functions, long[] cookies) {
        try (LibbpfLog messages = LibbpfLog.capture()) {
            int link =
                    ProgramCommands.attachKprobeMulti(
                            program.fd(),
                            kind.attachType,
                            functions,
                            cookies,
                            kind == ProgramKind.KRETPROBE_MULTI);
            if (link < 0) {
                String target =
                        functions.size() == 1
                                ? functions.getFirst()
                                : functions.size() + " functions";
                throw AttachFailures.explain(
                        new Attachment(
                                operation("attach") + " to " + target,
                                Mechanism.KPROBE_MULTI,
                                functions.getFirst(),
                                true),
                        link,
                        messages.messages());
            }
            return new Descriptor(link);
        }
    }

    /// How often the kernel kept the program from a call because it was running on that CPU already
    /// (Linux 5.12; 0 before).
    public long recursionMisses() {
        return BpfCommands.programInfo(program.fd()).recursionMisses();
    }

    private String operation(String verb) {
        return "%s %s program '%s'".formatted(verb, kind, name);
    }

    @Override
    public void close() {
        program.close();
    }
}
