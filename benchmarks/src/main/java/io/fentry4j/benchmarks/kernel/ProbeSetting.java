package io.fentry4j.benchmarks.kernel;

import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkEvent;
import io.fentry4j.unlink.UnlinkProbe;
import java.util.function.Consumer;

/// A way to attach the unlink probe.
public enum ProbeSetting {
    FENTRY("UnlinkProbe, fentry", Mode.FENTRY),
    KPROBE("UnlinkProbe, kprobe", Mode.KPROBE);

    private final String tracer;
    private final Mode mode;

    ProbeSetting(String tracer, Mode mode) {
        this.tracer = tracer;
        this.mode = mode;
    }

    /// Its name in results and budgets.
    String tracer() {
        return tracer;
    }

    UnlinkProbe attach(Consumer<? super UnlinkEvent> listener) {
        return UnlinkProbe.builder().mode(mode).attach(listener);
    }
}
