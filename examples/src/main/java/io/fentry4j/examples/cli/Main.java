package io.fentry4j.examples.cli;

import io.fentry4j.examples.cli.completion.CompletionCommand;
import io.fentry4j.examples.cli.doctor.DoctorCommand;
import io.fentry4j.examples.cli.list.ListCommand;
import io.fentry4j.examples.cli.run.RunCommand;
import io.fentry4j.examples.cli.signature.SignatureCommand;
import io.fentry4j.examples.cli.trace.TraceCommand;
import io.fentry4j.examples.cli.tracepipe.TracePipeCommand;
import io.fentry4j.examples.cli.unlink.UnlinkCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command line `fentry4j`; each of its commands is a class of its own.
///
/// Results go to standard output, everything else to standard error, both always in UTF-8: the
/// names of files pass through as the bytes they are, whatever the locale.
@Command(
        name = "fentry4j",
        description = "Watches what the Linux kernel does, from Java.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {"", "fentry4j COMMAND --help explains a command and has examples."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "  0:the run has ended as it was asked to, or the reader of its output has gone",
            "  1:it could not be done; standard error says why",
            "  2:the options were wrong",
            "129, 130, 143:ended by SIGHUP, SIGINT (Ctrl-C), SIGTERM; everything is detached"
        })
public final class Main implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description =
                    "After a failure also show what libbpf and the verifier said, and the stack trace.")
    private boolean verbose;

    private Main() {}

    /// Runs one command and ends the JVM with its exit status.
    public static void main(String[] args) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        int status = commandLine(out, err).execute(args);
        // CHECKSTYLE:OFF: silent -- the exit status is part of what a command promises
        System.exit(status);
        // CHECKSTYLE:ON: silent
    }

    /// The whole command line, with the streams that it writes to.
    static CommandLine commandLine(OutputStream out, OutputStream err) {
        Main main = new Main();
        LineOutput standardOutput =
                new LineOutput(out, LineOutput.STANDARD_OUTPUT, "standard output");
        LineOutput standardError = new LineOutput(err, LineOutput.STANDARD_ERROR, "standard error");
        return new CommandLine(main)
                .addSubcommand(new UnlinkCommand(standardOutput, standardError))
                .addSubcommand(new DoctorCommand(standardOutput))
                .addSubcommand(new RunCommand(standardOutput))
                .addSubcommand(new ListCommand(standardOutput))
                .addSubcommand(new SignatureCommand(standardOutput))
                .addSubcommand(new TraceCommand(standardOutput))
                .addSubcommand(new TracePipeCommand(standardOutput))
                .addSubcommand(new CompletionCommand(standardOutput))
                // What follows -- is another command's, as it is.
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(new UsageReport())
                .setExecutionExceptionHandler(new FailureReport(() -> main.verbose));
    }

    /// Without a command there is nothing to do but to say which there are.
    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        line.usage(line.getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
