package io.fentry4j.unlink;

/// Events that were lost since the last time that a probe told of losses.
///
/// @param ringFull because the ring buffer was full
/// @param noMemory because the kernel had no memory to remember the call
/// @param total all events that the probe has lost since it was attached
public record UnlinkLoss(long ringFull, long noMemory, long total) {

    /// The events lost since the last time.
    public long events() {
        return ringFull + noMemory;
    }
}
