package io.fentry4j.examples.cli.unlink;

import io.fentry4j.examples.cli.CountConverter;
import io.fentry4j.examples.cli.DurationConverter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// When it ends.
final class EndOptions {

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

    long count() {
        return count == null ? Long.MAX_VALUE : count;
    }

    Optional<Duration> duration() {
        return Optional.ofNullable(duration);
    }
}
