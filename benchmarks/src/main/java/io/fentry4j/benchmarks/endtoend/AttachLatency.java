package io.fentry4j.benchmarks.endtoend;

import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How long the deletion probe takes to load and attach, and to detach: `AttachLatency RESULT
/// COUNT`. The first time is apart from the others: it loads the classes.
///
/// Needs fentry.
public final class AttachLatency {

    /// @param attachNanos from the builder to the return of `attach`: opened, loaded, attached
    /// @param detachNanos the time of `close`
    record Cycle(long attachNanos, long detachNanos) {}

    record Result(Cycle first, List<Cycle> cycles) {}

    private AttachLatency() {}

    /// Measures and writes the result.
    public static void main(String[] arguments) throws IOException {
        Cycle first = cycle();
        List<Cycle> cycles = new ArrayList<>();
        for (int count = Integer.parseInt(arguments[1]); count > 0; count--) {
            cycles.add(cycle());
        }
        Results.write(Path.of(arguments[0]), new Result(first, cycles));
    }

    private static Cycle cycle() {
        long begin = System.nanoTime();
        UnlinkProbe probe = UnlinkProbe.builder().mode(Mode.FENTRY).attach(event -> {});
        long attached = System.nanoTime();
        probe.close();
        return new Cycle(attached - begin, System.nanoTime() - attached);
    }
}
