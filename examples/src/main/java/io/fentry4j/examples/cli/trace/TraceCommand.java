package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.DurationConverter;
import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.examples.cli.EndOptions;
import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.examples.cli.LinePrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fentry4j trace`: prints each call of kernel functions, until it is ended.
@Command(
        name = "trace",
        description = {
            "Prints each call of kernel functions, with all arguments, the return value and the"
                    + " time taken, as the running kernel's BTF describes them.",
            "",
            "No compiler is needed. Needs root or CAP_BPF and CAP_PERFMON.",
            ""
        },
        optionListHeading = "%nOptions:%n",
        exitCodeList = {
            "  0:the run has ended as it was asked to, or the reader of its output has gone",
            "  1:it could not be done; standard error says why",
            "  2:the options were wrong",
            "129, 130, 143:ended by SIGHUP, SIGINT (Ctrl-C), SIGTERM; everything is detached"
        },
        footer = {
            "",
            "A line has the function with its arguments, what it returned (a negative number with"
                    + " the name of the error), the time that it took, and name and number of the"
                    + " thread. Strings are quoted and escaped (\\n, \\x1b); ? could not be read.",
            "",
            "With --count-by or --hist the kernel counts, and what it has counted is printed at the"
                    + " end, or after each --interval: the most frequent first, a row for each key.",
            "",
            "Keys of --json: time (UTC), function, values (an object with a key for each argument"
                    + " or path; a string for a pointer that leads to a name, null for what could"
                    + " not be read), returned, elapsedNs, stack, pid, tid, uid, comm, cpu. Where a string"
                    + " is not UTF-8, a key with Base64 added has the exact bytes."
                    + " Of what is counted: from, to, function, key (an object, durations in ns),"
                    + " count, histograms (for each number from, to, count of each bucket).",
            "",
            "Standard error says at the end how many calls were seen, filtered and lost,"
                    + " and how many the kernel kept from the programs (missed).",
            "",
            "fentry4j list GLOB and fentry4j signature FUNCTION say what there is.",
            "",
            "Examples:",
            "  fentry4j trace do_unlinkat",
            "  fentry4j trace vfs_read vfs_write --where 'ret >= 4096 && took > 1ms'",
            "  fentry4j trace 'vfs_*' --duration 10s",
            "  fentry4j trace vfs_read --count-by comm --interval 1s",
            "  fentry4j trace vfs_read --hist took --where 'ret > 0'",
            "  fentry4j trace tcp_sendmsg --stack --count 3",
            "  fentry4j trace vfs_read --fields 'file,file->f_inode->i_size' --count 10",
            "  fentry4j trace do_sys_openat2 --json | jq -r .values.filename"
        })
public final class TraceCommand implements Callable<Integer> {

    private final LineOutput out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FUNCTION",
            arity = "1..*",
            description =
                    "Functions, of modules module:function; globs such as vfs_*. At most 1024; by fentry"
                            + " or kprobe, 128.")
    @SuppressWarnings("NullAway.Init") // it is required
    private List<String> functions;

    @Mixin private TraceOptions options = new TraceOptions();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Print what --count-by and --hist have counted each time this is over.")
    private @Nullable Duration interval;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but trouble, such as lost calls.")
    private boolean quiet;

    @ArgGroup(exclusive = false, validate = false, heading = "%nWhen it ends:%n", order = 2)
    private EndOptions end = new EndOptions();

    /// @param out gets the calls
    public TraceCommand(LineOutput out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try (EndOfRun endOfRun = EndOfRun.install()) {
            check();
            LinePrinter printer = new LinePrinter(out, end.count(), endOfRun::request);
            if (options.aggregates()) {
                new AggregateRun(
                                functions,
                                options,
                                rows(),
                                Optional.ofNullable(interval),
                                printer,
                                endOfRun,
                                err,
                                quiet)
                        .run(end.duration());
            } else {
                CallFormat format = json ? new CallJson() : new CallText();
                new TraceRun(functions, options, format, printer, endOfRun, err, quiet)
                        .run(end.duration());
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return CommandLine.ExitCode.OK;
    }

    private void check() {
        options.check(functions);
        if (options.aggregates() && end.count() != Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "--count is for calls: not with --count-by or --hist");
        }
        if (!options.aggregates() && interval != null) {
            throw new IllegalArgumentException("--interval is for --count-by and --hist");
        }
        if (interval != null && !interval.isPositive()) {
            throw new IllegalArgumentException("--interval 0: a time is needed");
        }
    }

    private RowFormat rows() {
        return json
                ? new RowJson(options.key(), options.histograms())
                : new RowText(options.key(), options.histograms(), interval != null);
    }
}
