package io.fentry4j.unlink;

import java.time.Duration;

/// Is told of a probe's life, besides its listener: what recorders and metrics are made of.
///
/// [UnlinkProbeBuilder#observe] takes any number of them. One observer may serve several probes, at
/// once too. What [#handled] and [#lost] throw counts as a failure of the listener; the other
/// observers are told all the same.
public interface UnlinkObserver {

    /// The probe is attached. Called by the thread that attaches; the first events may have been
    /// handled before. What it throws closes the probe again.
    ///
    /// @param took the time that the attach took
    default void attached(UnlinkProbe probe, Duration took) {}

    /// The listener was called for this event, and has returned or thrown. Called by the listener's
    /// thread, once for each event.
    default void handled(UnlinkEvent event) {}

    /// Events were lost. Called by the listener's thread, as [UnlinkProbeBuilder#onLoss] is.
    default void lost(UnlinkLoss loss) {}

    /// The probe is closed: its statistics are the final ones. Called by the thread that closes.
    ///
    /// @param took the time that the close took
    default void closed(UnlinkProbe probe, Duration took) {}
}
