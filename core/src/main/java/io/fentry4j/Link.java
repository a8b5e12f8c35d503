package io.fentry4j;

import io.fentry4j.internal.libbpf.Libbpf;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// A program's attachment to its target: while it is open, the kernel runs the program.
///
/// Thread-safe. The kernel detaches by itself when the process ends.
public final class Link implements AutoCloseable {

    private final MemorySegment link;
    private final ObjectHandle owner;
    private final String description;
    private final AtomicBoolean closed = new AtomicBoolean();

    Link(MemorySegment link, ObjectHandle owner, String description) {
        this.link = link;
        this.owner = owner;
        this.description = description;
    }

    /// Whether the program is still attached through this link.
    public boolean isOpen() {
        return !closed.get();
    }

    /// Detaches. Can be called any number of times, by any thread.
    ///
    /// The kernel waits until no CPU is inside the program any more (grace periods of RCU tasks),
    /// which takes tens of milliseconds.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            owner.disown(this);
            Libbpf.destroyLink(link);
        }
    }

    @Override
    public String toString() {
        return "Link[" + description + (isOpen() ? "]" : ", closed]");
    }
}
