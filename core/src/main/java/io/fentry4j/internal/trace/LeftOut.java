package io.fentry4j.internal.trace;

import io.fentry4j.failure.Failure;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.trace.LeftOutFunction;
import io.fentry4j.trace.TraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The functions that are left out, as they turn out to be.
public final class LeftOut {

    private static final int NAMED = 3;

    private final List<LeftOutFunction> functions = new ArrayList<>();
    private boolean onlyByRecord = true;

    /// None so far.
    public LeftOut() {}

    /// For what stands against the function.
    void add(String function, String reason) {
        functions.add(new LeftOutFunction(function, reason));
        onlyByRecord = false;
    }

    /// For what failed.
    void add(String function, RuntimeException failure) {
        functions.add(new LeftOutFunction(function, String.valueOf(failure.getMessage())));
        onlyByRecord &= failure instanceof TraceException;
    }

    /// All of them, in the order in which they were found out.
    List<LeftOutFunction> functions() {
        return List.copyOf(functions);
    }

    /// The first of them with their reasons.
    String summary() {
        String first =
                functions.stream()
                        .limit(NAMED)
                        .map(LeftOutFunction::toString)
                        .collect(Collectors.joining("; "));
        return functions.size() > NAMED
                ? "%s; and %d more".formatted(first, functions.size() - NAMED)
                : first;
    }

    /// What to throw if none is left.
    RuntimeException none() {
        String message = "none of %d can be traced: %s".formatted(functions.size(), summary());
        return onlyByRecord
                ? new TraceException(message, 0, List.of())
                : new TargetNotTraceableException(
                        Failure.of("trace several functions", message)
                                .advise("fentry4j list --why-not tells it of each function"));
    }
}
