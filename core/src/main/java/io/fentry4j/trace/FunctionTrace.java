package io.fentry4j.trace;

import io.fentry4j.ListenerThread;
import io.fentry4j.internal.trace.TraceAttachment;
import io.fentry4j.internal.trace.TraceCounter;

/// A traced function: while it is open, its calls become records.
///
/// Thread-safe.
public final class FunctionTrace implements AutoCloseable {

    private final TraceAttachment attachment;
    private final String programs;

    FunctionTrace(TraceAttachment attachment, String programs) {
        this.attachment = attachment;
        this.programs = programs;
    }

    /// The function, of a module `module:function`.
    public String function() {
        String name = attachment.target().function().name();
        return attachment.target().module().map(module -> module + ":" + name).orElse(name);
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
    /// @throws IllegalStateException if the kernel refuses
    public void testRun() {
        int error = attachment.testRun();
        if (error < 0) {
            throw new IllegalStateException("run the kernel's test functions: error " + error);
        }
    }

    /// The instructions of the programs, in the words of the kernel's disassembler.
    public String disassembly() {
        return programs;
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
        return "FunctionTrace[" + function() + "]";
    }
}
