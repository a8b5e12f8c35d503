package io.fentry4j.unlink;

/// Lets tests have more or fewer copies of the programs than the kernel wants.
public final class Copies {

    private Copies() {}

    /// The builder of a probe by fentry with so many copies, at most eight.
    public static UnlinkProbeBuilder probe(int count) {
        return UnlinkProbe.builder().mode(Mode.FENTRY).copies(count);
    }
}
