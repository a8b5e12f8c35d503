package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.failure.KernelException;
import io.fentry4j.internal.libbpf.BpfCommands;
import io.fentry4j.internal.libbpf.Libbpf;
import java.lang.foreign.MemorySegment;

/// A program that the kernel has verified and loaded.
///
/// The subclass is given by the section that the C names: `SEC("fentry/…")` makes a
/// [FentryProgram], and so on. A program belongs to its [BpfObject] and ends with it. Thread-safe.
public abstract sealed class Program permits TracingProgram, SyscallProgram, OtherProgram {

    private final Handle handle;

    /// What all kinds have in common.
    record Handle(
            ObjectHandle object,
            MemorySegment pointer,
            String name,
            String section,
            String target) {}

    Program(Handle handle) {
        this.handle = handle;
    }

    static Program of(Handle handle) {
        String section = handle.section();
        int slash = section.indexOf('/');
        String kind = slash < 0 ? section : section.substring(0, slash);
        return switch (kind) {
            case "fentry", "fentry.s" -> new FentryProgram(handle);
            case "fexit", "fexit.s" -> new FexitProgram(handle);
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
        BpfCommands.ProgramInfo info =
                handle.object().use(() -> BpfCommands.programInfo(fd())).value();
        if (info.error() < 0) {
            throw new KernelException(
                    Failure.of("read statistics of '" + name() + "'", "the kernel refused")
                            .errno(new Errno(-info.error())));
        }
        return new ProgramStatistics(info.runCount(), info.runTimeNanos(), info.recursionMisses());
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

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + name() + ", " + section() + "]";
    }
}
