package io.fentry4j.jfr;

import io.fentry4j.unlink.UnlinkStatistics;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// The probe was closed; its final counts, as [UnlinkStatistics] defines them.
@Name(UnlinkJfr.DETACH)
@Category({"fentry4j", "Unlink"})
@Label("Unlink Probe Detach")
@Description("The probe was closed: what became of the calls, seen = filtered + delivered + lost")
@Enabled(false)
@StackTrace(false)
final class DetachEvent extends Event {

    @Label("Detach Duration")
    @Description("The time that the close took, with the wait for the listener")
    @Timespan(Timespan.NANOSECONDS)
    final long detachDuration;

    @Label("Seen")
    @Description("Calls whose end the probe saw")
    @Unit("calls")
    final long seen;

    @Label("Filtered")
    @Description("Calls that a filter rejected in the kernel")
    @Unit("calls")
    final long filtered;

    @Label("Delivered")
    @Description("Events that the listener got")
    @Unit("events")
    final long delivered;

    @Label("Lost: Ring Full")
    @Description("Lost because the listener was too slow and the ring buffer full")
    @Unit("events")
    final long lostRingFull;

    @Label("Lost: No Memory")
    @Description("Lost because the kernel had no memory to remember the call")
    @Unit("events")
    final long lostNoMemory;

    @Label("Lost: At Close")
    @Description("Lost because they were still in the ring buffer at the close")
    @Unit("events")
    final long lostAtClose;

    @Label("Unpaired")
    @Description("Calls of which the probe saw one end only")
    @Unit("calls")
    final long unpaired;

    @Label("Missed")
    @Description("How often the kernel skipped one of the probe's programs")
    @Unit("program runs")
    final long missed;

    @Label("Not Followed")
    @Description("Processes that were not followed because the set of processes was full")
    @Unit("processes")
    final long notFollowed;

    @Label("Listener Failures")
    @Description("How often the listener threw")
    @Unit("exceptions")
    final long listenerFailures;

    DetachEvent(UnlinkStatistics statistics, long detachDuration) {
        this.detachDuration = detachDuration;
        seen = statistics.seen();
        filtered = statistics.filtered();
        delivered = statistics.delivered();
        lostRingFull = statistics.lostRingFull();
        lostNoMemory = statistics.lostNoMemory();
        lostAtClose = statistics.lostAtClose();
        unpaired = statistics.unpaired();
        missed = statistics.missed();
        notFollowed = statistics.notFollowed();
        listenerFailures = statistics.listenerFailures();
    }
}
