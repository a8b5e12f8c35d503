package io.fentry4j.examples.cli.unlink;

import io.fentry4j.examples.cli.EndOfRun;
import io.fentry4j.unlink.UnlinkProbe;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// One run: attaches, runs a command if there is one, waits for the end, detaches, reports.
final class UnlinkRun {

    private final UnlinkAttach attach;
    private final EndOfRun end;
    private final Optional<Duration> duration;
    private final List<String> command;
    private final PrintWriter err;
    private final boolean quiet;

    /// @param duration after which it ends, if nothing else ends it before
    /// @param command to run; empty: none
    /// @param quiet whether only trouble is told on `err`
    UnlinkRun(
            UnlinkAttach attach,
            EndOfRun end,
            Optional<Duration> duration,
            List<String> command,
            PrintWriter err,
            boolean quiet) {
        this.attach = attach;
        this.end = end;
        this.duration = duration;
        this.command = command;
        this.err = err;
        this.quiet = quiet;
    }

    /// Does it all.
    ///
    /// @return the exit status
    int run() throws IOException, InterruptedException {
        UnlinkAttach.Attached attached = attach.attach();
        UnlinkProbe probe = attached.probe();
        UnlinkPrinter printer = attached.printer();
        TracedCommand child = null;
        int status = CommandLine.ExitCode.OK;
        try (probe) {
            tellAttached(probe);
            printer.begin(new Attachment(probe.mode(), probe.targets()));
            if (command.isEmpty()) {
                awaitEnd();
            } else {
                child = start();
                if (child == null) {
                    status =
                            TracedCommand.statusWithout(
                                    command.getFirst(), Optional.ofNullable(System.getenv("PATH")));
                } else {
                    follow(child);
                }
            }
        }
        printer.finish();
        tellCounts(probe);
        if (child != null) {
            status = child.await(); // --count or --duration may have ended the report before
        }
        failIfNotPrinted(probe, printer);
        return status;
    }

    private void tellAttached(UnlinkProbe probe) {
        // With a command the header says it, right beside.
        if (!quiet && command.isEmpty()) {
            err.println(
                    "attached to %s (%s); Ctrl-C ends"
                            .formatted(String.join(", ", probe.targets()), probe.mode()));
        }
    }

    private void awaitEnd() throws InterruptedException {
        if (duration.isPresent()) {
            end.await(duration.get());
        } else {
            end.await();
        }
    }

    /// Null if it cannot be started, which is told then.
    private @Nullable TracedCommand start() {
        try {
            return TracedCommand.start(command);
        } catch (IOException e) {
            err.println("fentry4j: " + String.valueOf(e.getMessage()).strip());
            return null;
        }
    }

    private void follow(TracedCommand child) throws InterruptedException {
        child.whenEnded(end::request);
        end.whenSignalled(child::end);
        awaitEnd();
        if (end.bySignal()) { // it may delete something when it is told to end
            child.await();
        }
    }

    private void tellCounts(UnlinkProbe probe) {
        if (!quiet || UnlinkSummary.hasTrouble(probe.statistics())) {
            err.println(UnlinkSummary.of(probe.statistics()));
        }
    }

    private static void failIfNotPrinted(UnlinkProbe probe, UnlinkPrinter printer)
            throws IOException {
        if (printer.failure().isPresent()) {
            throw printer.failure().get();
        }
        if (probe.firstListenerFailure().isPresent()) {
            throw new IllegalStateException(
                    "an event could not be printed", probe.firstListenerFailure().get());
        }
    }
}
