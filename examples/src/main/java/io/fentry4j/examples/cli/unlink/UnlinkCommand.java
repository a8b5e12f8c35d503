package io.fentry4j.examples.cli.unlink;

import io.fentry4j.examples.cli.CountConverter;
import io.fentry4j.examples.cli.DurationConverter;
import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.examples.cli.SizeConverter;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fentry4j unlink`: prints who deletes which file, until it is ended.
@Command(
        name = "unlink",
        description = {
            "Prints who deletes which file, how long it took and whether it worked.",
            "",
            "Sees every call of unlink and unlinkat in all processes, failed ones included; not"
                    + " rmdir, and not a file that a rename replaces. Needs root or CAP_BPF and"
                    + " CAP_PERFMON.",
            ""
        },
        footer = {
            "",
            "Columns: local time, process, user, name of the thread, return value with the name"
                    + " of the error, time in the kernel, name as it was passed. Control characters"
                    + " and bytes that are not UTF-8 are shown escaped (\\n, \\x1b).",
            "",
            "Keys of --json: timestamp (UTC), pid, tid, uid, gid, comm, dirfd (-100: the working"
                    + " directory), name, ret, errno (its name, or null), durationNs. Where name or"
                    + " comm are not UTF-8 they have U+FFFD in place of what is not, and nameBase64"
                    + " or commBase64 has the exact bytes.",
            "",
            "Standard error says when the probe is attached, and at the end how many events were"
                    + " seen, delivered and lost.",
            "",
            "Examples:",
            "  fentry4j unlink                            until Ctrl-C",
            "  fentry4j unlink --duration 10s             for ten seconds",
            "  fentry4j unlink --json --count 1           the next one, as JSON",
            "  fentry4j unlink --json | jq 'select(.ret != 0)'"
        })
public final class UnlinkCommand implements Callable<Integer> {

    private final LineOutput out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(names = "--json", description = "One JSON object a line instead of columns.")
    private boolean json;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "End after N events have been printed.")
    private @Nullable Long count;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "End after this time, such as 500ms, 10s, 2m; a number alone is in seconds. 0"
                            + " attaches and ends at once, to find out whether that works.")
    private @Nullable Duration duration;

    @Option(
            names = "--ring-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "The ring buffer between the kernel and this program: 8K to 1G (1M unless"
                            + " given). A larger one loses less when many files are deleted at"
                            + " once.")
    private @Nullable Integer ringSize;

    /// @param out gets the events
    public UnlinkCommand(LineOutput out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        UnlinkProbe.Builder options = options();
        try (EndOfRun end = EndOfRun.install()) {
            UnlinkPrinter printer =
                    new UnlinkPrinter(
                            json ? new UnlinkJson() : new UnlinkColumns(ZoneId.systemDefault()),
                            out,
                            count == null ? Long.MAX_VALUE : count,
                            end::request);
            run(options, printer, end);
        }
        return CommandLine.ExitCode.OK;
    }

    private UnlinkProbe.Builder options() {
        UnlinkProbe.Builder options = UnlinkProbe.builder();
        if (ringSize != null) {
            try {
                options.ringBytes(ringSize);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Invalid value for option '--ring-size': " + e.getMessage());
            }
        }
        return options;
    }

    private void run(UnlinkProbe.Builder options, UnlinkPrinter printer, EndOfRun end)
            throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        UnlinkProbe probe = options.attach(printer);
        try (probe) {
            err.println("attached to " + probe.target() + " (" + probe.mode() + "); Ctrl-C ends");
            printer.begin();
            if (duration == null) {
                end.await();
            } else {
                end.await(duration);
            }
        }
        err.println(UnlinkSummary.of(probe.statistics()));
        if (printer.failure().isPresent()) {
            throw printer.failure().get();
        }
        if (probe.firstListenerFailure().isPresent()) {
            throw new IllegalStateException(
                    "an event could not be printed", probe.firstListenerFailure().get());
        }
    }
}
