package io.fentry4j.examples.cli.unlink;

import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.examples.cli.EndOptions;
import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.unlink.UnlinkProbe;
import io.fentry4j.unlink.UnlinkProbeBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fentry4j unlink`: prints who deletes which file, until it is ended.
@Command(
        name = "unlink",
        customSynopsis = "fentry4j unlink [OPTION...] [-- COMMAND [ARG...]]",
        description = {
            "Prints who deletes which file, how long it took and whether it worked.",
            "",
            "Sees every call of unlink and unlinkat in all processes, failed ones included, and"
                    + " with --directories of rmdir; not a file that a rename replaces. Needs root"
                    + " or CAP_BPF and CAP_PERFMON.",
            "",
            "With a COMMAND, runs it and shows what the processes that it consists of delete, on"
                    + " standard error, until it ends. Its own input and output are not touched;"
                    + " --output keeps the two apart.",
            "",
            "Filters work in the kernel. A call is shown if all that are given let it pass. Options"
                    + " with several values take them separated by commas or are given again.",
        },
        optionListHeading = "%nGeneral:%n",
        exitCodeList = {
            "  0:the run has ended as it was asked to, or the reader of its output has gone",
            "  1:it could not be done; standard error says why",
            "  2:the options were wrong",
            "129, 130, 143:ended by SIGHUP, SIGINT (Ctrl-C), SIGTERM; everything is detached",
            "With a COMMAND:its exit status (128 + N: a signal N ended it), or",
            "125:it could not be traced, or the events not be written",
            "126:it is there but cannot be run",
            "127:it was not found"
        },
        footer = {
            "",
            "Columns: local time, process, user, name of the thread, return value with the name"
                    + " of the error, time in the kernel, absolute path. ? before it: the path is not"
                    + " known, this is the name as it was passed; … for what is missing. Control"
                    + " characters and bytes that are not UTF-8 are shown escaped (\\n, \\x1b). On a"
                    + " terminal lines are as long as it is wide; a narrow one has fewer columns.",
            "",
            "Keys of --json: timestamp (UTC), pid, tid, uid, gid, comm, dirfd (-100: the working"
                    + " directory), name, ret, errno (its name, or null), durationNs, kind (file,"
                    + " directory), function, ppid, nsPid (the pid in its own namespace), cgroupId,"
                    + " mountNamespace, processStartNs, threadStartNs (since boot), path (null unless"
                    + " all of it is known), pathState, nameSource. Where a string is not UTF-8 it"
                    + " has U+FFFD in place of what is not, and nameBase64, commBase64 or pathBase64"
                    + " has the exact bytes.",
            "",
            "Standard error says when the probe is attached, when events get lost, and at the end"
                    + " how many calls were seen, filtered out, delivered and lost.",
            "",
            "Examples:",
            "  fentry4j unlink                            until Ctrl-C",
            "  fentry4j unlink --duration 10s             for ten seconds",
            "  fentry4j unlink --json --count 1           the next one, as JSON",
            "  fentry4j unlink --json | jq 'select(.ret != 0)'",
            "  fentry4j unlink --path-prefix /etc/ --directories",
            "  fentry4j unlink --uid www-data --errno EACCES,EPERM",
            "  fentry4j unlink --pid 4711 --follow --min-duration 1ms",
            "  fentry4j unlink --summary -- make clean    what it deleted where, as tables",
            "  fentry4j unlink -o deleted.txt -- git gc"
        })
public final class UnlinkCommand implements Callable<Integer> {

    /// As `timeout` and `env` of coreutils have it.
    private static final int FAILED_WITH_COMMAND = 125;

    private final LineOutput standardOutput;
    private final LineOutput standardError;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", hidden = true)
    private @Nullable List<String> command;

    @ArgGroup(exclusive = false, validate = false, heading = "%nWhat is printed:%n", order = 1)
    private OutputOptions output = new OutputOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nWhen it ends:%n", order = 2)
    private EndOptions end = new EndOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nFilters, by caller:%n", order = 3)
    private CallerOptions callers = new CallerOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nFilters, by call:%n", order = 4)
    private CallOptions calls = new CallOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nThe probe:%n", order = 5)
    private ProbeOptions probe = new ProbeOptions();

    /// @param standardOutput gets the events
    /// @param standardError gets them if there is a COMMAND
    public UnlinkCommand(LineOutput standardOutput, LineOutput standardError) {
        this.standardOutput = standardOutput;
        this.standardError = standardError;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> traced = traced();
        output.check(spec);
        if (!probe.paths() && calls.needsPaths()) {
            throw Checked.wrong(spec, "--path-prefix and --path-suffix need paths: no --no-paths");
        }
        UnlinkProbeBuilder _ =
                builder(false, traced); // what is wrong is told before anything happens
        if (!traced.isEmpty()) {
            spec.exitCodeOnExecutionException(FAILED_WITH_COMMAND);
        }
        if (output.file().isEmpty()) {
            return run(traced.isEmpty() ? standardOutput : standardError, traced);
        }
        try (LineOutput file = LineOutput.create(output.file().get())) {
            return run(file, traced);
        }
    }

    /// The command after `--`, which has to be there: `fentry4j unlink rm -r x` would mean an
    /// option of `rm` as one of its own.
    private List<String> traced() {
        if (command == null || command.isEmpty()) {
            return List.of();
        }
        List<String> all = spec.commandLine().getParseResult().originalArgs();
        int first = all.size() - command.size();
        if (first < 1 || !all.get(first - 1).equals("--")) {
            throw Checked.wrong(
                    spec,
                    "'%s' is no option: a command to run is written after --"
                            .formatted(command.getFirst()));
        }
        return List.copyOf(command);
    }

    private int run(LineOutput out, List<String> traced) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try (EndOfRun endOfRun = EndOfRun.install()) {
            UnlinkAttach attach =
                    new UnlinkAttach(
                            paths(),
                            withPaths -> builder(withPaths, traced),
                            withPaths -> printer(out, withPaths, endOfRun),
                            err);
            return new UnlinkRun(attach, endOfRun, end.duration(), traced, err, output.quiet())
                    .run();
        } catch (IllegalArgumentException e) { // values that are right, but not together
            throw Checked.wrong(spec, String.valueOf(e.getMessage()));
        }
    }

    private UnlinkAttach.Paths paths() {
        if (calls.needsPaths()) {
            return UnlinkAttach.Paths.NEEDED;
        }
        return probe.paths() ? UnlinkAttach.Paths.IF_POSSIBLE : UnlinkAttach.Paths.OFF;
    }

    private UnlinkPrinter printer(LineOutput out, boolean paths, EndOfRun endOfRun) {
        return new UnlinkPrinter(
                output.format(out.file(), paths, calls.directories()),
                out,
                output.printsEvents(),
                output.tables(),
                end.count(),
                endOfRun::request);
    }

    private UnlinkProbeBuilder builder(boolean withPaths, List<String> traced) {
        UnlinkProbeBuilder builder = UnlinkProbe.builder();
        callers.applyTo(builder, spec);
        calls.applyTo(builder, spec);
        probe.applyTo(builder, spec);
        if (withPaths) {
            builder.resolvePaths();
        }
        if (!traced.isEmpty()) {
            builder.descendantsOf((int) ProcessHandle.current().pid());
        }
        return builder.onLoss(new LossReport(spec.commandLine().getErr(), System::nanoTime));
    }
}
