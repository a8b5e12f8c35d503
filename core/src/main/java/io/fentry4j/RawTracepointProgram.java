package io.fentry4j;

import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.libbpf.LinkCommands;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A program at a tracepoint, with the arguments as the kernel passes them: `raw_tp`.
///
/// Requires Linux 4.17.
public final class RawTracepointProgram extends Program {

    RawTracepointProgram(Handle handle) {
        super(handle);
    }

    /// Attaches to the tracepoint that the section names.
    ///
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    /// @throws IllegalStateException if the object is closed
    public Link attach() {
        return attachTo(sectionTarget());
    }

    /// Attaches to a tracepoint.
    ///
    /// @param tracepoint its name without a category, such as `sched_switch`
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    /// @throws IllegalStateException if the object is closed
    public Link attachTo(String tracepoint) {
        return attach(
                Mechanism.RAW_TRACEPOINT,
                tracepoint,
                false,
                () -> LinkCommands.attachRawTracepoint(handle().pointer(), tracepoint));
    }

    /// Runs the program once, on this CPU, with these arguments.
    ///
    /// Requires Linux 5.10.
    ///
    /// @param arguments what `ctx[0]`, `ctx[1]`, … are to be; the verifier's bound is what the
    ///   program reads
    /// @return what the program returned
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses to run it
    public int testRun(long... arguments) {
        ByteBuffer context =
                ByteBuffer.allocate(arguments.length * Long.BYTES).order(ByteOrder.nativeOrder());
        context.asLongBuffer().put(arguments);
        return testRun(context.array(), "give as many arguments as the program reads");
    }
}
