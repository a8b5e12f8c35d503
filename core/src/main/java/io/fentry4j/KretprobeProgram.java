package io.fentry4j;

/// A program at the return of a kernel function: `kretprobe`.
///
/// The kernel keeps a bounded number of calls under way; returns beyond it are not seen and counted
/// in tracefs's `kprobe_profile` only.
///
/// Requires Linux 4.1.
public final class KretprobeProgram extends FunctionProbeProgram {

    KretprobeProgram(Handle handle) {
        super(handle);
    }

    @Override
    boolean atReturn() {
        return true;
    }
}
