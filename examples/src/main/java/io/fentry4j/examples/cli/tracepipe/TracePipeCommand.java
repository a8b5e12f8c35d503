package io.fentry4j.examples.cli.tracepipe;

import io.fentry4j.examples.cli.CountConverter;
import io.fentry4j.examples.cli.DurationConverter;
import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.examples.cli.LineOutput;
import io.fentry4j.tracelog.TracePipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `fentry4j trace-pipe`: prints what programs write with `bpf_printk`, until it is ended.
@Command(
        name = "trace-pipe",
        description = {
            "Prints the kernel's trace log: what BPF programs write with bpf_printk, and the trace"
                    + " events that somebody has enabled.",
            "",
            "There is one such log for the machine, and whoever reads a message takes it from all"
                    + " others: also messages that the options below leave out. Needs root; closed"
                    + " under lockdown=confidentiality.",
            ""
        },
        exitCodeList = {
            "  0:the run has ended as it was asked to, or the reader of its output has gone",
            "  1:it could not be done; standard error says why",
            "  2:the options were wrong",
            "129, 130, 143:ended by SIGHUP, SIGINT (Ctrl-C), SIGTERM"
        },
        footer = {
            "",
            "Columns: seconds on the trace clock (from the boot, unless trace_clock was changed),"
                    + " number and name of the thread, CPU, flags, text; events other than that of"
                    + " bpf_printk have their name before the text. <...>: the kernel has forgotten"
                    + " the name. Control characters and bytes that are not UTF-8 are shown escaped"
                    + " (\\n, \\x1b).",
            "",
            "Flags: interrupts off (d), reschedule wanted (N), in an interrupt (h hard, s soft),"
                    + " depth of disabled preemption, of disabled migration; a dot for no.",
            "",
            "Keys of --json: timeUs (null: the clock counts no time), pid (the thread's), tgid (null"
                    + " unless the option record-tgid of tracefs is on), comm, cpu, flags, event,"
                    + " text; or only line for a line of another format. Where a string is not UTF-8,"
                    + " commBase64 or textBase64 has the exact bytes.",
            "",
            "Standard error says which messages were lost, and at the end how many were read, shown"
                    + " and lost.",
            "",
            "Examples:",
            "  fentry4j trace-pipe                              until Ctrl-C",
            "  fentry4j trace-pipe --comm rm --grep 'ret = -'   of rm, with this in the text",
            "  fentry4j trace-pipe --json --duration 10s | jq -r .text"
        })
public final class TracePipeCommand implements Callable<Integer> {

    private final LineOutput out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(names = "--json", description = "One JSON object a line instead of columns.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but trouble, such as lost messages.")
    private boolean quiet;

    @Mixin private TraceFilter filter = new TraceFilter();

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "End after N messages that were shown.")
    private @Nullable Long count;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "End after this time, such as 500ms, 10s, 2m.")
    private @Nullable Duration duration;

    /// @param out gets the messages
    public TracePipeCommand(LineOutput out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        TraceFormat format = json ? new TraceJson() : new TraceColumns();
        try (EndOfRun end = EndOfRun.install();
                TracePipe pipe = TracePipe.open()) {
            end.whenSignalled(pipe::wakeUp);
            if (!quiet) {
                err.println("reading " + pipe.file() + "; Ctrl-C ends");
            }
            TraceLogPrinter printer =
                    new TraceLogPrinter(
                            format, filter, out, err, count == null ? Long.MAX_VALUE : count);
            printer.begin();
            read(pipe, printer, end);
            if (!quiet || printer.hasLost()) {
                err.println(printer.summary());
            }
            printer.failIfNotPrinted();
        }
        return CommandLine.ExitCode.OK;
    }

    private void read(TracePipe pipe, TraceLogPrinter printer, EndOfRun end) {
        Duration whole = duration == null ? Duration.ofNanos(Long.MAX_VALUE) : duration;
        long start = System.nanoTime();
        Duration left = whole;
        while (!printer.isDone() && !end.bySignal() && !left.isNegative()) {
            pipe.poll(left, printer);
            left = whole.minusNanos(System.nanoTime() - start);
        }
    }
}
