package io.fentry4j;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.internal.libbpf.BpfCommands;

/// A program that user space runs: `SEC("syscall")`.
///
/// Requires Linux 5.14.
public final class SyscallProgram extends Program {

    SyscallProgram(Handle handle) {
        super(handle);
    }

    /// Runs the program once, without a context.
    ///
    /// @return what it returned
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses to run it
    public int run() {
        return run(new byte[0]);
    }

    /// Runs the program once.
    ///
    /// @param context what its argument points to; the program's changes are written back
    /// @return what it returned
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses to run it
    public int run(byte[] context) {
        BpfCommands.TestRun run =
                handle().object().use(() -> BpfCommands.testRun(fd(), context)).value();
        if (run.error() < 0) {
            throw new KernelException(
                    Failure.of("run '" + name() + "'", "the kernel refused")
                            .errno(new Errno(-run.error()))
                            .observe("context bytes", context.length)
                            .advise("give a context of the size that the C expects"));
        }
        return run.result();
    }
}
