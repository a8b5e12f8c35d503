package io.fentry4j.unlink;

/// What became of the calls: `seen == filtered + delivered + lost` once the listener has caught up.
///
/// Each number is exact. They are read one after the other while calls go on; in between, `seen -
/// filtered - delivered - lost` events are on their way to the listener.
///
/// @param seen calls whose end the probe saw, without those that are `unpaired`
/// @param filtered calls that a filter of the probe's rejected in the kernel
/// @param delivered events handed to the listener
/// @param lostRingFull lost because the listener was too slow and the ring buffer full
/// @param lostNoMemory lost because the kernel had no memory to remember the call, or gave some to
///   another task on the CPU just then, which was preempted over it (with fentry on a kernel that
///   preempts kernel code, a name of more than 287 bytes, and no paths)
/// @param lostAtClose lost because they were still in the ring when the probe was closed by its
///   listener, or when its listener did not return
/// @param unpaired calls of which the probe saw one end only: they were under way when it was
///   attached or, counted at the close, when it was detached; or the kernel skipped the other end.
///   Calls that the filters for the caller reject are never among them
/// @param missed how often the kernel skipped one of the probe's programs (`recursion_misses`), or
///   all copies of it where it has some ([Mode#FENTRY]). Hardly ever; a call may be counted at its
///   beginning, at its end and where its directory is found. With copies it is a lower bound while
///   calls are under way
/// @param notFollowed processes whose deletions are not seen because the set of processes was full
///   when they were started ([UnlinkProbeBuilder#followChildren()])
/// @param listenerFailures how often the listener threw; those events count as delivered
public record UnlinkStatistics(
        long seen,
        long filtered,
        long delivered,
        long lostRingFull,
        long lostNoMemory,
        long lostAtClose,
        long unpaired,
        long missed,
        long notFollowed,
        long listenerFailures) {

    /// Of no call at all.
    public static final UnlinkStatistics NONE = new UnlinkStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// The statistics of two probes together.
    public UnlinkStatistics plus(UnlinkStatistics other) {
        return new UnlinkStatistics(
                seen + other.seen,
                filtered + other.filtered,
                delivered + other.delivered,
                lostRingFull + other.lostRingFull,
                lostNoMemory + other.lostNoMemory,
                lostAtClose + other.lostAtClose,
                unpaired + other.unpaired,
                missed + other.missed,
                notFollowed + other.notFollowed,
                listenerFailures + other.listenerFailures);
    }

    /// All events that were seen and that no listener got or will get.
    public long lost() {
        return lostRingFull + lostNoMemory + lostAtClose;
    }
}
