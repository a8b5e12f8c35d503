package io.fentry4j;

/// A program at the entry of a kernel function, or at an instruction in it: `kprobe`.
///
/// Requires Linux 4.1.
public final class KprobeProgram extends FunctionProbeProgram {

    KprobeProgram(Handle handle) {
        super(handle);
    }

    @Override
    boolean atReturn() {
        return false;
    }
}
