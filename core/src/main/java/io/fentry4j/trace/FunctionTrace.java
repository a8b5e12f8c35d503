package io.fentry4j.trace;

import io.fentry4j.ListenerThread;
import io.fentry4j.internal.trace.TraceAttachment;
import io.fentry4j.internal.trace.TraceCounter;
import java.util.List;
import java.util.Optional;

/// A traced function: while it is open, its calls become records.
///
/// Thread-safe.
public final class FunctionTrace implements AutoCloseable {

    private final TraceAttachment attachment;

    FunctionTrace(TraceAttachment attachment) {
        this.attachment = attachment;
    }

    /// The function, of a module `module:function`; of several the first.
    public String function() {
        return attachment.functions().getFirst().name();
    }

    /// How the function is attached, of several the first.
    public Mode mode() {
        return attachment.functions().getFirst().mode();
    }

    /// Why a kprobe was taken that nobody has asked for, of several for the first; see
    /// [TracedFunction#whyNotFentry()].
    public Optional<String> whyNotFentry() {
        return attachment.functions().getFirst().whyNotFentry();
    }

    /// All functions, in the order in which they were asked for, those of a glob by name.
    public List<TracedFunction> functions() {
        return attachment.functions();
    }

    /// The functions of [FunctionTracer#functions] that are not traced, each with its reason.
    public List<LeftOutFunction> leftOut() {
        return attachment.leftOut();
    }

    /// The thread that calls the listener: to wait for events, and to see what the listener threw.
    public ListenerThread listener() {
        return attachment.listener();
    }

    /// What has become of the calls so far; after the close, up to it.
    public TraceCounts counts() {
        return new TraceCounts(
                attachment.count(TraceCounter.SEEN),
                attachment.count(TraceCounter.FILTERED),
                attachment.count(TraceCounter.LOST),
                attachment.listener().delivered(),
                attachment.misses());
    }

    /// Lets the kernel call its own test functions, `bpf_fentry_test1` and the like
    /// (`net/bpf/test_run.c`): for tests.
    ///
    /// @throws IllegalStateException if the kernel refuses, or the function is not attached by
    ///   fentry
    public void testRun() {
        int error = attachment.testRun();
        if (error < 0) {
            throw new IllegalStateException("run the kernel's test functions: error " + error);
        }
    }

    /// The instructions of the programs, in the words of the kernel's disassembler.
    public String disassembly() {
        return attachment.text();
    }

    /// Detaches, and hands the listener what is there, as [ListenerThread#close()] does.
    ///
    /// Can be called any number of times, by any thread. The kernel waits until no CPU is inside of
    /// the programs, which takes tens of milliseconds.
    @Override
    public void close() {
        attachment.close();
    }

    @Override
    public String toString() {
        List<TracedFunction> functions = functions();
        return functions.size() == 1
                ? "FunctionTrace[" + functions.getFirst() + "]"
                : "FunctionTrace[%d functions, %d left out]"
                        .formatted(functions.size(), leftOut().size());
    }
}
