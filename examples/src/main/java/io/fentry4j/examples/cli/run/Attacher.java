package io.fentry4j.examples.cli.run;

import io.fentry4j.BtfTracepointProgram;
import io.fentry4j.FunctionProbeProgram;
import io.fentry4j.Link;
import io.fentry4j.MultiProbeProgram;
import io.fentry4j.OtherProgram;
import io.fentry4j.Program;
import io.fentry4j.RawTracepointProgram;
import io.fentry4j.SyscallProgram;
import io.fentry4j.TracepointProgram;
import io.fentry4j.TracingProgram;
import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.failure.BpfException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Attaches all programs of an object to what their sections name, and keeps the reasons of those
/// that cannot be.
final class Attacher {

    private final List<String> attached = new ArrayList<>();
    private final List<BpfException> refusals = new ArrayList<>();

    /// Attaches each; the object closes the links.
    void attachAll(Collection<Program> programs) {
        for (Program program : programs) {
            try {
                attach(program).ifPresent(link -> attached.add(description(program, link)));
            } catch (BpfException e) {
                refusals.add(e);
            }
        }
    }

    private static Optional<Link> attach(Program program) {
        return switch (program) {
            case TracingProgram tracing -> Optional.of(tracing.attach());
            case BtfTracepointProgram tracepoint -> Optional.of(tracepoint.attach());
            case FunctionProbeProgram probe -> Optional.of(probe.attach());
            case MultiProbeProgram probes -> Optional.of(probes.attach());
            case RawTracepointProgram tracepoint -> Optional.of(tracepoint.attach());
            case TracepointProgram tracepoint -> Optional.of(tracepoint.attach());
            case OtherProgram other -> Optional.of(other.attach());
            case SyscallProgram _ -> Optional.empty(); // is not attached, but called
        };
    }

    private static String description(Program program, Link link) {
        return BtfText.safe("%s (%s)".formatted(program.name(), link.target()));
    }

    /// What was attached, with its target.
    List<String> attached() {
        return attached;
    }

    /// Why the others were not.
    List<BpfException> refusals() {
        return refusals;
    }
}
