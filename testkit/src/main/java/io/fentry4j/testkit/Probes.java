package io.fentry4j.testkit;

import io.fentry4j.BpfObject;
import io.fentry4j.BtfTracepointProgram;
import io.fentry4j.FexitProgram;
import io.fentry4j.FunctionProbeProgram;
import io.fentry4j.KretprobeMultiProgram;
import io.fentry4j.KretprobeProgram;
import io.fentry4j.Link;
import io.fentry4j.MultiProbeProgram;
import io.fentry4j.OtherProgram;
import io.fentry4j.Program;
import io.fentry4j.RawTracepointProgram;
import io.fentry4j.SyscallProgram;
import io.fentry4j.TracepointProgram;
import io.fentry4j.TracingProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What tests do with whole BPF objects.
public final class Probes {

    private Probes() {}

    /// Attaches each program to the target that its section names; programs of type `syscall` have
    /// none. Those for returns come first, so that no call is seen without its end.
    ///
    /// @return the links, which the object closes with itself
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static List<Link> attachAll(BpfObject object) {
        List<Link> links = new ArrayList<>();
        object.programs().stream()
                .sorted(Comparator.comparing(program -> !atReturn(program)))
                .forEach(program -> attach(program).ifPresent(links::add));
        return links;
    }

    private static boolean atReturn(Program program) {
        return program instanceof FexitProgram
                || program instanceof KretprobeProgram
                || program instanceof KretprobeMultiProgram;
    }

    private static Optional<Link> attach(Program program) {
        return switch (program) {
            case TracingProgram tracing -> Optional.of(tracing.attach());
            case BtfTracepointProgram tracepoint -> Optional.of(tracepoint.attach());
            case FunctionProbeProgram probe -> Optional.of(probe.attach());
            case MultiProbeProgram probes -> Optional.of(probes.attach());
            case RawTracepointProgram tracepoint -> Optional.of(tracepoint.attach());
            case TracepointProgram tracepoint -> Optional.of(tracepoint.attach());
            case SyscallProgram _, OtherProgram _ -> Optional.empty();
        };
    }
}
