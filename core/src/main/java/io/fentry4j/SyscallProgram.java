package io.fentry4j;

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
        return testRun(context, "give a context of the size that the C expects");
    }
}
