package io.fentry4j.unlink;

/// What became of the calls: `seen == delivered + lost` once the listener has caught up.
///
/// Each number is exact. They are read one after the other while calls go on; in between, `seen -
/// delivered - lost` events are on their way to the listener.
///
/// @param seen calls whose entry the probe saw, and whose end too
/// @param delivered events handed to the listener
/// @param lostRingFull lost because the listener was too slow and the ring buffer full
/// @param lostNoMemory lost because the kernel had no memory to remember the call
/// @param lostAtClose lost because they were still in the ring when the probe was closed by its
///   listener, or when its listener did not return
/// @param unpaired calls of which the probe saw the end only: they were under way when it was
///   attached or detached
/// @param missed how often the kernel skipped the probe's program because the same program was
///   interrupted on that CPU (`recursion_misses`); always 0 on most kernels
/// @param listenerFailures how often the listener threw; those events count as delivered
public record UnlinkStatistics(
        long seen,
        long delivered,
        long lostRingFull,
        long lostNoMemory,
        long lostAtClose,
        long unpaired,
        long missed,
        long listenerFailures) {

    /// All events that were seen and that no listener got or will get.
    public long lost() {
        return lostRingFull + lostNoMemory + lostAtClose;
    }
}
