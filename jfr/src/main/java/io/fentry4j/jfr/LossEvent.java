package io.fentry4j.jfr;

import io.fentry4j.unlink.UnlinkLoss;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Events that no listener gets, as [UnlinkLoss] tells of them.
@Name(UnlinkJfr.LOSS)
@Category({"fentry4j", "Unlink"})
@Label("Unlink Loss")
@Description("Events were lost since the last event of this kind")
@Enabled(false)
@StackTrace(false)
final class LossEvent extends Event {

    @Label("Ring Full")
    @Description("Lost because the listener was too slow and the ring buffer full")
    @Unit("events")
    final long ringFull;

    @Label("No Memory")
    @Description("Lost because the kernel had no memory to remember the call")
    @Unit("events")
    final long noMemory;

    @Label("Total")
    @Description("All that the probe has lost since it was attached")
    @Unit("events")
    final long total;

    LossEvent(UnlinkLoss loss) {
        ringFull = loss.ringFull();
        noMemory = loss.noMemory();
        total = loss.total();
    }
}
