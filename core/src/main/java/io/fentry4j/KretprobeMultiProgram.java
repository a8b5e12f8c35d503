package io.fentry4j;

/// A program at the return of many kernel functions: `kretprobe.multi`.
///
/// Requires Linux 5.18.
public final class KretprobeMultiProgram extends MultiProbeProgram {

    KretprobeMultiProgram(Handle handle) {
        super(handle);
    }

    @Override
    boolean atReturn() {
        return true;
    }
}
