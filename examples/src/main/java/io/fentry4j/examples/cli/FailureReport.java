package io.fentry4j.examples.cli;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Tells on standard error why a command failed: cause first, then facts and advice, a line each.
final class FailureReport implements IExecutionExceptionHandler {

    private final BooleanSupplier verbose;

    /// @param verbose asked at the time of a failure, when the options are known
    FailureReport(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine commandLine, ParseResult parsed) {
        report(failure, commandLine.getErr());
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }

    private void report(Exception failure, PrintWriter err) {
        List<String> log = List.of();
        switch (failure) {
            case BpfException refused -> {
                printFacts(refused.failure(), err);
                log = refused.failure().log();
            }
            case IOException disturbed -> err.println("fentry4j: " + disturbed.getMessage());
            default -> {
                err.println("fentry4j: unexpected: " + failure);
                err.println("  what to do: report it with the output of --verbose");
            }
        }
        if (verbose.getAsBoolean()) {
            printDetails(failure, log, err);
        } else if (!log.isEmpty()) {
            err.println("  more: --verbose shows what libbpf and the verifier said");
        }
        err.flush();
    }

    private static void printFacts(Failure failure, PrintWriter err) {
        String errno =
                failure.errno().map(e -> " (" + e.name() + ": " + e.meaning() + ")").orElse("");
        err.println("fentry4j: " + failure.operation() + ": " + failure.cause() + errno);
        if (!failure.observed().isEmpty()) {
            err.println("  observed: " + String.join(", ", failure.observed()));
        }
        for (String advice : failure.advice()) {
            err.println("  what to do: " + advice);
        }
    }

    private static void printDetails(Exception failure, List<String> log, PrintWriter err) {
        if (!log.isEmpty()) {
            err.println("libbpf and the verifier said:");
            log.stream().flatMap(String::lines).forEach(line -> err.println("  " + line));
        }
        // CHECKSTYLE:OFF: silent -- this is what --verbose is for
        failure.printStackTrace(err);
        // CHECKSTYLE:ON: silent
    }
}
