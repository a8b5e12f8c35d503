package io.fentry4j.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// The probe sees calls from now on.
@Name(UnlinkJfr.ATTACH)
@Category({"fentry4j", "Unlink"})
@Label("Unlink Probe Attach")
@Description("The probe was attached; calls are seen from here on")
@Enabled(false)
@StackTrace(false)
final class AttachEvent extends Event {

    @Label("Functions")
    @Description("The kernel functions that the probe is attached to")
    final String functions;

    @Label("Programs")
    @Description("The kinds of programs that it is attached by")
    final String programs;

    @Label("Ring Size")
    @Description("The size of the ring buffer between the kernel and the listener")
    @DataAmount(DataAmount.BYTES)
    final long ringSize;

    @Label("Attach Duration")
    @Description("The time that the attach took, with the load of the programs")
    @Timespan(Timespan.NANOSECONDS)
    final long attachDuration;

    AttachEvent(String functions, String programs, long ringSize, long attachDuration) {
        this.functions = functions;
        this.programs = programs;
        this.ringSize = ringSize;
        this.attachDuration = attachDuration;
    }
}
