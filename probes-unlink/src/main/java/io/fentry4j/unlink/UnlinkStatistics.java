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
/// @param unpaired calls of which the probe saw one end only: they were under way when it was
///   attached or, counted at the close, when it was detached; or the kernel skipped the other end
/// @param missed how often the kernel skipped one of the probe's programs (`recursion_misses`).
///   With fentry on a kernel that preempts kernel code ([io.fentry4j.PreemptionModel]) that happens
///   as often as another task on the CPU was preempted in the program; otherwise hardly ever
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
