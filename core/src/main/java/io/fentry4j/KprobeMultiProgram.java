package io.fentry4j;

/// A program at the entry of many kernel functions: `kprobe.multi`.
///
/// Requires Linux 5.18.
public final class KprobeMultiProgram extends MultiProbeProgram {

    KprobeMultiProgram(Handle handle) {
        super(handle);
    }

    @Override
    boolean atReturn() {
        return false;
    }
}
