package io.fentry4j.examples.cli.tracepipe;

import io.fentry4j.data.KernelString;
import io.fentry4j.tracelog.TraceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which messages are shown: those that all given options let pass.
final class TraceFilter {

    @Option(
            names = "--pid",
            paramLabel = "PID",
            split = ",",
            description =
                    "Only of these threads; of these processes too where the option record-tgid of"
                            + " tracefs is on.")
    private List<Integer> pids = new ArrayList<>();

    @Option(
            names = "--comm",
            paramLabel = "NAME",
            split = ",",
            description = "Only of threads with these names.")
    private List<String> comms = new ArrayList<>();

    @Option(
            names = "--grep",
            paramLabel = "REGEX",
            converter = RegexConverter.class,
            description = "Only with this regular expression (of Java) in the text.")
    private @Nullable Pattern text;

    boolean passes(TraceLine line) {
        return passesPid(line) && passesComm(line.comm()) && passes(line.text());
    }

    /// Whether a text without a context is shown.
    boolean passes(KernelString other) {
        return text == null || text.matcher(other.toString()).find();
    }

    /// Whether there are no demands that only a line with its context can fulfil.
    boolean passesWithoutContext() {
        return pids.isEmpty() && comms.isEmpty();
    }

    private boolean passesPid(TraceLine line) {
        return pids.isEmpty()
                || pids.contains(line.pid())
                || (line.tgid().isPresent() && pids.contains(line.tgid().getAsInt()));
    }

    private boolean passesComm(KernelString comm) {
        return comms.isEmpty() || comms.stream().map(KernelString::of).anyMatch(comm::equals);
    }
}
