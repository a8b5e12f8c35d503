package io.fentry4j.examples.cli.unlink;

import io.fentry4j.examples.cli.text.Color;
import io.fentry4j.examples.cli.text.Screen;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// What is printed, and where.
final class OutputOptions {

    @Option(names = "--json", description = "One JSON object a line instead of columns.")
    private boolean json;

    @Option(
            names = "--header",
            description = "With --json: first an object with the mode, functions and kernel.")
    private boolean header;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Events go to this file, which is emptied first.")
    private @Nullable Path file;

    @Option(
            names = "--summary",
            paramLabel = "BY",
            arity = "0..1",
            split = ",",
            fallbackValue = "process,directory,errno",
            converter = SummaryBy.Converter.class,
            description =
                    "At the end tables of how many were deleted, failed, and the time in the kernel,"
                            + " by process, directory and errno or those of them that are given."
                            + " They take the place of the events.")
    private @Nullable List<SummaryBy> summary;

    @Option(names = "--events", description = "With --summary: the events too.")
    private boolean events;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            converter = ColorConverter.class,
            description =
                    "auto, always or never. auto: on a terminal, unless NO_COLOR is set"
                            + " (https://no-color.org).")
    private Color color = Color.AUTO;

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but trouble, such as lost events.")
    private boolean quiet;

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    boolean quiet() {
        return quiet;
    }

    /// Whether there is a line for each event.
    boolean printsEvents() {
        return summary == null || events;
    }

    /// The tables to print at the end.
    Optional<UnlinkTables> tables() {
        return summary == null
                ? Optional.empty()
                : Optional.of(new UnlinkTables(EnumSet.copyOf(summary)));
    }

    /// Looks for what cannot be together.
    ///
    /// @throws picocli.CommandLine.ParameterException if options contradict each other
    void check(CommandSpec spec) {
        if (header && !json) {
            throw Checked.wrong(spec, "--header needs --json: columns always have a header");
        }
        if (events && summary == null) {
            throw Checked.wrong(spec, "--events needs --summary: events are printed anyway");
        }
    }

    /// How events are printed.
    ///
    /// @param destination what is written to, which may be a terminal
    UnlinkFormat format(Path destination, boolean paths, boolean directories) {
        if (json) {
            return new UnlinkJson(header);
        }
        Map<String, String> environment = System.getenv();
        Screen screen = Screen.of(destination, environment);
        Set<Column> columns = Column.fitting(screen.columns(), directories);
        return new UnlinkColumns(
                ZoneId.systemDefault(),
                columns,
                paths,
                screen.columns(),
                color.on(screen, environment));
    }
}
