package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.failure.KernelException;
import io.fentry4j.internal.failure.AttachFailures;
import io.fentry4j.internal.failure.Attachment;
import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.BpfCommands;
import io.fentry4j.internal.libbpf.Libbpf;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;

/// A program that the kernel has verified and loaded.
///
/// The subclass is given by the section that the C names: `SEC("fentry/…")` makes a
/// [FentryProgram], and so on. A program belongs to its [BpfObject] and ends with it. Thread-safe.
public abstract sealed class Program
        permits TracingProgram,
                BtfTracepointProgram,
                FunctionProbeProgram,
                MultiProbeProgram,
                RawTracepointProgram,
                TracepointProgram,
                SyscallProgram,
                OtherProgram {

    private final Handle handle;

    /// What all kinds have in common.
    ///
    /// @param targets what it is to be attached to: several for a program that tries one after the
    ///   other, none if the section names none
    record Handle(
            ObjectHandle object,
            MemorySegment pointer,
            String name,
            String section,
            List<String> targets) {}

    Program(Handle handle) {
        this.handle = handle;
    }

    static Program of(Handle handle) {
        return switch (SectionName.of(handle.section()).kind()) {
            case "fentry", "fentry.s" -> new FentryProgram(handle);
            case "fexit", "fexit.s" -> new FexitProgram(handle);
            case "fmod_ret", "fmod_ret.s" -> new FmodRetProgram(handle);
            case "tp_btf" -> new BtfTracepointProgram(handle);
            case "kprobe" -> new KprobeProgram(handle);
            case "kretprobe" -> new KretprobeProgram(handle);
            case "kprobe.multi" -> new KprobeMultiProgram(handle);
            case "kretprobe.multi" -> new KretprobeMultiProgram(handle);
            case "raw_tp", "raw_tracepoint" -> new RawTracepointProgram(handle);
            case "tp", "tracepoint" -> new TracepointProgram(handle);
            case "syscall" -> new SyscallProgram(handle);
            default -> new OtherProgram(handle);
        };
    }

    Handle handle() {
        return handle;
    }

    /// The name of the C function.
    public String name() {
        return handle.name();
    }

    /// The ELF section, such as `fentry/do_unlinkat`.
    public String section() {
        return handle.section();
    }

    /// How often and how long the kernel has run it.
    ///
    /// @throws IllegalStateException if the object is closed
    public ProgramStatistics statistics() {
        BpfCommands.ProgramInfo info = info();
        return new ProgramStatistics(info.runCount(), info.runTimeNanos(), info.recursionMisses());
    }

    BpfCommands.ProgramInfo info() {
        BpfCommands.ProgramInfo info =
                handle.object().use(() -> BpfCommands.programInfo(fd())).value();
        if (info.error() < 0) {
            throw new KernelException(
                    Failure.of("read statistics of '" + name() + "'", "the kernel refused")
                            .errno(new Errno(-info.error())));
        }
        return info;
    }

    /// The descriptor; inside of [ObjectHandle#use] only.
    int fd() {
        int fd = Libbpf.programFd(handle.pointer());
        if (fd < 0) {
            throw new InvalidObjectException(
                    Failure.of("use program '" + name() + "'", "it was not loaded")
                            .errno(new Errno(-fd))
                            .advise("do not turn autoload off for it"));
        }
        return fd;
    }

    /// The target that the section names.
    ///
    /// @throws InvalidObjectException if it names none
    String sectionTarget() {
        if (handle.targets().isEmpty()) {
            throw new InvalidObjectException(
                    Failure.of(
                                    "attach '" + name() + "'",
                                    "its section '" + section() + "' names no target")
                            .advise("name one there, or attach with attachTo"));
        }
        return handle.targets().getFirst();
    }

    /// Attaches, and hands the link over to the object.
    ///
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    Link attach(
            Mechanism mechanism, String target, boolean cookie, Supplier<Libbpf.Result> command) {
        return attach(mechanism, target, cookie, command, () -> {});
    }

    /// The same.
    ///
    /// @param detached called when the link has detached the program
    Link attach(
            Mechanism mechanism,
            String target,
            boolean cookie,
            Supplier<Libbpf.Result> command,
            Runnable detached) {
        ObjectHandle object = handle.object();
        var outcome =
                object.use(() -> {
                    fd();
                    return command.get();
                });
        Libbpf.Result result = outcome.value();
        if (result.error() < 0) {
            throw AttachFailures.explain(
                    new Attachment(attaching(target), mechanism, target, cookie),
                    result.error(),
                    outcome.messages());
        }
        boolean pinnable = mechanism != Mechanism.KPROBE && mechanism != Mechanism.TRACEPOINT;
        return object.own(
                new Link(result.pointer(), object::disown, detached, name(), target, pinnable));
    }

    /// What an attach is called in its failure.
    String attaching(String target) {
        return "attach '%s' to %s".formatted(name(), target);
    }

    /// A cookie that is one.
    ///
    /// @throws IllegalArgumentException if it is 0
    long checkCookie(long cookie) {
        if (cookie == 0) {
            throw new IllegalArgumentException("attach '" + name() + "': a cookie cannot be 0");
        }
        return cookie;
    }

    /// Runs the program once, from user space.
    ///
    /// @param advice what to do if the kernel refuses
    int testRun(byte[] context, String advice) {
        BpfCommands.TestRun run =
                handle.object().use(() -> BpfCommands.testRun(fd(), context)).value();
        if (run.error() < 0) {
            throw new KernelException(
                    Failure.of("run '" + name() + "'", "the kernel refused")
                            .errno(new Errno(-run.error()))
                            .observe("context bytes", context.length)
                            .advise(advice));
        }
        return run.result();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + name() + ", " + section() + "]";
    }
}
