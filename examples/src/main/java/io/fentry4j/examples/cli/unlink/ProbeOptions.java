package io.fentry4j.examples.cli.unlink;

import static io.fentry4j.examples.cli.unlink.Checked.set;

import io.fentry4j.examples.cli.DurationConverter;
import io.fentry4j.examples.cli.SizeConverter;
import io.fentry4j.unlink.Mode;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// How the probe works.
final class ProbeOptions {

    @Option(
            names = "--no-paths",
            description =
                    "Only the names as they were passed, no absolute paths. That is cheaper, and"
                            + " needs Linux 5.12 instead of 5.17.")
    private boolean noPaths;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description =
                    "fentry or kprobe: how the probe is attached. Unless given, by fentry; by kprobes"
                            + " where fentry is refused or would miss calls.")
    private @Nullable Mode mode;

    @Option(
            names = "--max-latency",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "How long an event may wait in the kernel when many come: 10ms unless given. A"
                            + " longer time costs less; 0 wakes this program for each event.")
    private @Nullable Duration maxLatency;

    @Option(
            names = "--ring-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "The ring buffer between the kernel and this program: 8K to 1G (1M unless"
                            + " given), with paths from 16K. A larger one loses less when many"
                            + " files are deleted at once.")
    private @Nullable Integer ringSize;

    boolean paths() {
        return !noPaths;
    }

    /// Sets all but the paths.
    ///
    /// @throws picocli.CommandLine.ParameterException if one has a value that cannot be
    void applyTo(UnlinkProbeBuilder probe, CommandSpec spec) {
        if (mode != null) {
            probe.mode(mode);
        }
        Duration latency = maxLatency;
        if (latency != null) {
            set(spec, "--max-latency", () -> probe.maxLatency(latency));
        }
        Integer bytes = ringSize;
        if (bytes != null) {
            set(spec, "--ring-size", () -> probe.ringBytes(bytes));
        }
    }
}
