package io.fentry4j.jfr;

import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkLoss;
import io.fentry4j.unlink.UnlinkObserver;
import io.fentry4j.unlink.UnlinkProbe;
import java.time.Duration;

/// Records what an [UnlinkProbe] sees in the JDK's Flight Recorder.
///
/// ```java
/// UnlinkProbe.builder().observe(new UnlinkJfr()).attach(event -> {});
/// ```
///
/// The four event types are off until a recording enables them by name; off, an event costs one
/// look at a switch and no memory. They have no stack, and neither a start time nor a duration of
/// the kernel's: the event's own are those of the listener. The call's are fields, and the setting
/// `minDuration` of [#UNLINK] asks for a least [UnlinkEvent#durationNanos()]; JFR's `threshold`
/// would compare the listener's time, which is nothing, and record no event.
///
/// Strings are [io.fentry4j.data.KernelString#escaped()], so that a recording can be printed.
/// Thread-safe; one can serve any number of probes.
public final class UnlinkJfr implements UnlinkObserver {

    /// The event type of a call.
    public static final String UNLINK = "io.fentry4j.Unlink";

    /// The event type of an attach.
    public static final String ATTACH = "io.fentry4j.UnlinkAttach";

    /// The event type of lost events.
    public static final String LOSS = "io.fentry4j.UnlinkLoss";

    /// The event type of a close, with the final statistics.
    public static final String DETACH = "io.fentry4j.UnlinkDetach";

    /// Is asked whether calls are recorded, so that no object is needed to find out.
    private static final CallEvent SWITCH = new CallEvent();

    /// Registers the event types.
    public UnlinkJfr() {}

    @Override
    public void attached(UnlinkProbe probe, Duration took) {
        new AttachEvent(
                        String.join(", ", probe.targets()),
                        probe.mode().toString(),
                        probe.ringBytes(),
                        took.toNanos())
                .commit();
    }

    @Override
    public void handled(UnlinkEvent event) {
        if (!SWITCH.isEnabled()) {
            return;
        }
        CallEvent call = new CallEvent();
        call.kernelDuration = event.durationNanos();
        if (call.shouldCommit()) {
            call.describe(event);
            call.commit();
        }
    }

    @Override
    public void lost(UnlinkLoss loss) {
        new LossEvent(loss).commit();
    }

    @Override
    public void closed(UnlinkProbe probe, Duration took) {
        new DetachEvent(probe.statistics(), took.toNanos()).commit();
    }
}
