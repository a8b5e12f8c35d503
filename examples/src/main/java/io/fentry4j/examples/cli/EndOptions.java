package io.fentry4j.examples.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// When a command that waits for events ends.
public final class EndOptions {

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "End after N events.")
    private @Nullable Long count;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "End after this time, such as 500ms, 10s, 2m; a number alone is in seconds. 0"
                            + " attaches and ends at once, to find out whether that works.")
    private @Nullable Duration duration;

    /// The number of events to take; [Long#MAX_VALUE] if none is given.
    public long count() {
        return count == null ? Long.MAX_VALUE : count;
    }

    /// How long to wait, if it is limited.
    public Optional<Duration> duration() {
        return Optional.ofNullable(duration);
    }
}
