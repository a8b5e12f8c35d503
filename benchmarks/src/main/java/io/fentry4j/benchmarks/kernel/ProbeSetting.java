package io.fentry4j.benchmarks.kernel;

import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import java.util.function.Consumer;

/// A way to attach the unlink probe.
public enum ProbeSetting {
    FENTRY("UnlinkProbe, fentry", Mode.FENTRY, false),
    KPROBE("UnlinkProbe, kprobe", Mode.KPROBE, false),
    /// Every call is rejected by its pid.
    FENTRY_OTHER_PID("UnlinkProbe, fentry, other pid", Mode.FENTRY, true),
    /// Every call is rejected by its pid.
    KPROBE_OTHER_PID("UnlinkProbe, kprobe, other pid", Mode.KPROBE, true);

    /// A process that deletes nothing while this runs, being the machine's first.
    private static final int OTHER_PID = 1;

    private final String tracer;
    private final Mode mode;
    private final boolean filtered;

    ProbeSetting(String tracer, Mode mode, boolean filtered) {
        this.tracer = tracer;
        this.mode = mode;
        this.filtered = filtered;
    }

    /// Its name in results and budgets.
    String tracer() {
        return tracer;
    }

    /// Whether its listener is to be told of deletions.
    boolean tells() {
        return !filtered;
    }

    UnlinkProbe attach(Consumer<? super UnlinkEvent> listener) {
        UnlinkProbeBuilder builder = UnlinkProbe.builder().mode(mode);
        if (filtered) {
            builder.pids(OTHER_PID);
        }
        return builder.attach(listener);
    }
}
