package io.fentry4j.internal.tracefs;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.internal.failure.AttachFailures;
import io.fentry4j.internal.failure.Attachment;
import io.fentry4j.internal.failure.Mechanism;
import io.fentry4j.internal.linux.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// A kretprobe that tracefs defines, which unlike one of `perf_event_open` can say how many calls
/// at a time it has room for (`create_local_trace_kprobe` passes no number,
/// `kernel/trace/trace_kprobe.c`).
///
/// It outlives its process: its name tells whose it is, and each process removes those of the dead
/// before it makes one.
public final class KretprobeEvent implements AutoCloseable {

    /// Of a command the kernel takes spaces, `#` and more for its own.
    private static final Pattern SYMBOL = Pattern.compile("[\\w.$:]+");

    private static final AtomicLong COUNT = new AtomicLong();

    private final KprobeEvents events;
    private final String group;
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    private KretprobeEvent(KprobeEvents events, String group, String name) {
        this.events = events;
        this.group = group;
        this.name = name;
    }

    /// Defines one at the return of `function`; nothing happens at it yet.
    ///
    /// @param operation what it is for, such as `attach 'on_return' to do_unlinkat`
    /// @param maxActive 1 to 4096
    /// @throws BpfException if that is not possible here, by its cause
    public static KretprobeEvent define(String operation, String function, int maxActive) {
        Attachment opening = new Attachment(operation, Mechanism.TRACEFS, function, false);
        KprobeEvents events =
                KprobeEvents.find().orElseThrow(() -> explain(opening, -Errno.ENOENT.number()));
        Attachment attaching = new Attachment(operation, Mechanism.KPROBE, function, false);
        if (!SYMBOL.matcher(function).matches()) {
            throw explain(attaching, -Errno.ENOENT.number());
        }
        Owner self = self(operation);
        events.removeLeftovers(self);
        var event = new KretprobeEvent(events, self.group(), "return_" + COUNT.incrementAndGet());
        int error;
        try {
            error =
                    events.command(
                            "r%d:%s/%s %s".formatted(maxActive, event.group, event.name, function));
        } catch (SystemCallException e) {
            throw explain(opening, -e.errno().number());
        }
        if (error < 0) {
            throw explain(attaching, error);
        }
        return event;
    }

    private static BpfException explain(Attachment attachment, int error) {
        return AttachFailures.explain(attachment, error, List.of());
    }

    private static Owner self(String operation) {
        try {
            return Owner.self();
        } catch (UncheckedIOException e) {
            throw new KernelException(
                    Failure.of(operation, "/proc does not tell who this process is")
                            .advise("mount /proc"),
                    e);
        }
    }

    /// Its folder below tracefs's `events`.
    public String group() {
        return group;
    }

    public String name() {
        return name;
    }

    /// The number under which perf events know it.
    ///
    /// @throws IOException if tracefs does not show it
    public long id() throws IOException {
        return events.id(group, name);
    }

    /// Removes it. Can be called any number of times.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            events.remove(group, name);
        }
    }
}
