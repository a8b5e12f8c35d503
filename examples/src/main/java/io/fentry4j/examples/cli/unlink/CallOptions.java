package io.fentry4j.examples.cli.unlink;

import static io.fentry4j.examples.cli.unlink.Checked.set;

import io.fentry4j.Errno;
import io.fentry4j.examples.cli.DurationConverter;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Which names, and which ends of the calls.
final class CallOptions {

    @Option(names = "--directories", description = "The removal of directories (rmdir) too.")
    private boolean directories;

    @Option(
            names = "--name-prefix",
            paramLabel = "TEXT",
            description = "Only names that begin so, as they were passed.")
    private @Nullable String namePrefix;

    @Option(
            names = "--name-suffix",
            paramLabel = "TEXT",
            description = "Only names that end so, such as .o")
    private @Nullable String nameSuffix;

    @Option(
            names = "--path-prefix",
            paramLabel = "TEXT",
            description =
                    "Only absolute paths that begin so: end it with / if you mean a directory."
                            + " Paths that cannot be known for certain pass too.")
    private @Nullable String pathPrefix;

    @Option(
            names = "--path-suffix",
            paramLabel = "TEXT",
            description = "Only absolute paths that end so.")
    private @Nullable String pathSuffix;

    @Option(names = "--failed", description = "Only calls that failed.")
    private boolean failed;

    @Option(names = "--succeeded", description = "Only calls that deleted something.")
    private boolean succeeded;

    @Option(
            names = "--errno",
            paramLabel = "ERROR",
            split = ",",
            converter = ErrnoConverter.class,
            description = "Only calls that failed so: names or numbers, such as ENOENT,EACCES")
    private List<Errno> errnos = new ArrayList<>();

    @Option(
            names = "--min-duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Only calls that took at least this long in the kernel, such as 1ms.")
    private @Nullable Duration minDuration;

    /// Whether there is no way without absolute paths.
    boolean needsPaths() {
        return pathPrefix != null || pathSuffix != null;
    }

    boolean directories() {
        return directories;
    }

    /// Sets these filters.
    ///
    /// @throws picocli.CommandLine.ParameterException if one has a value that cannot be
    void applyTo(UnlinkProbeBuilder probe, CommandSpec spec) {
        if (succeeded && (failed || !errnos.isEmpty())) {
            throw Checked.wrong(
                    spec,
                    "--succeeded and %s together let no call pass"
                            .formatted(failed ? "--failed" : "--errno"));
        }
        if (directories) {
            probe.includeDirectories();
        }
        if (failed) {
            probe.onlyFailures();
        }
        if (succeeded) {
            probe.onlySuccesses();
        }
        set(spec, "--errno", () -> probe.errnos(errnos.toArray(Errno[]::new)));
        Duration least = minDuration;
        if (least != null) {
            set(spec, "--min-duration", () -> probe.minDuration(least));
        }
        applyTexts(probe, spec);
    }

    private void applyTexts(UnlinkProbeBuilder probe, CommandSpec spec) {
        String nameStart = namePrefix;
        if (nameStart != null) {
            set(spec, "--name-prefix", () -> probe.namePrefix(nameStart));
        }
        String nameEnd = nameSuffix;
        if (nameEnd != null) {
            set(spec, "--name-suffix", () -> probe.nameSuffix(nameEnd));
        }
        String pathStart = pathPrefix;
        if (pathStart != null) {
            set(spec, "--path-prefix", () -> probe.pathPrefix(pathStart));
        }
        String pathEnd = pathSuffix;
        if (pathEnd != null) {
            set(spec, "--path-suffix", () -> probe.pathSuffix(pathEnd));
        }
    }
}
