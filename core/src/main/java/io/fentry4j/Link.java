package io.fentry4j;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.InvalidObjectException;
import io.fentry4j.failure.KernelException;
import io.fentry4j.internal.libbpf.Libbpf;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.libbpf.LibbpfLog;
import io.fentry4j.internal.libbpf.LinkCommands;
import io.fentry4j.internal.linux.ResourceTracker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// A program's attachment to its target: while it is open, the kernel runs the program.
///
/// Thread-safe. The kernel detaches by itself when the process ends, unless the link is pinned.
public final class Link implements AutoCloseable {

    private final MemorySegment link;
    private final Consumer<? super Link> disown;
    private final Runnable detached;
    private final String program;
    private final String target;
    private final boolean pinnable;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    /// @param disown told before it closes
    /// @param detached called when it has detached
    /// @param pinnable false for links of perf events, which libbpf turns off when it lets go of
    ///   them, pinned or not
    Link(
            MemorySegment link,
            Consumer<? super Link> disown,
            Runnable detached,
            String program,
            String target,
            boolean pinnable) {
        ResourceTracker.opened("link " + program + " on " + target, link);
        this.link = link;
        this.disown = disown;
        this.detached = detached;
        this.program = program;
        this.target = target;
        this.pinnable = pinnable;
    }

    /// Opens the link that is pinned at `path`: closing it leaves the pin, and the program
    /// attached.
    ///
    /// @throws BpfException if there is none, or this user may not open it
    public static Link openPinned(Path path) {
        LibbpfLibrary.require();
        try (LibbpfLog log = LibbpfLog.capture()) {
            Libbpf.Result result = LinkCommands.open(path.toString());
            if (result.error() < 0) {
                throw failed(
                        "open the link pinned at " + path,
                        result.error(),
                        "give the path that a link was pinned at",
                        log.messages());
            }
            return new Link(
                    result.pointer(), closed -> {}, () -> {}, "pinned", path.toString(), true);
        }
    }

    /// What the program is attached to: a function, `module:function`, a tracepoint, a pattern.
    public String target() {
        return target;
    }

    /// Whether the program is still attached through this link.
    public boolean isOpen() {
        return !closed;
    }

    /// Pins the link: the program stays attached after [#close()] and the end of the process, until
    /// [#unpin()] or `rm`.
    ///
    /// Links of kprobes and tracepoints cannot be pinned: libbpf turns their perf event off when it
    /// lets go of them. Requires Linux 5.7.
    ///
    /// @param path a new name in a BPF file system, such as `/sys/fs/bpf/mine`
    /// @throws BpfException if this is no such name, or the link cannot be pinned
    /// @throws IllegalStateException if the link is closed
    public void pin(Path path) {
        String operation = "pin " + this + " at " + path;
        if (!pinnable) {
            throw new InvalidObjectException(
                    Failure.of(operation, "libbpf ends a perf event's link with its process")
                            .advise("pin a link of fentry, fexit, raw_tp, tp_btf or kprobe.multi"));
        }
        use(
                operation,
                pointer -> LinkCommands.pin(pointer, path.toString()),
                "give a new name in a BPF file system; its names have no dots");
    }

    /// Removes the pin that this link made or was opened from.
    ///
    /// @throws BpfException if there is none
    /// @throws IllegalStateException if the link is closed
    public void unpin() {
        use("unpin " + this, LinkCommands::unpin, "unpin a link that was pinned");
    }

    private void use(String operation, ToIntFunction<MemorySegment> command, String advice) {
        lock.lock();
        try (LibbpfLog log = LibbpfLog.capture()) {
            if (closed) {
                throw new IllegalStateException(operation + ": it is closed");
            }
            int error = command.applyAsInt(link);
            if (error < 0) {
                throw failed(operation, error, advice, log.messages());
            }
        } finally {
            lock.unlock();
        }
    }

    private static KernelException failed(
            String operation, int error, String advice, List<String> messages) {
        Errno errno = new Errno(-error);
        return new KernelException(
                Failure.of(operation, "the kernel refused: " + errno.meaning())
                        .errno(errno)
                        .advise(advice)
                        .log(messages));
    }

    /// Detaches. Can be called any number of times, by any thread; each call returns when the
    /// program is detached, also if another thread had begun to close the link.
    ///
    /// The kernel waits until no CPU is inside the program any more (grace periods of RCU tasks),
    /// which takes tens of milliseconds.
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            disown.accept(this);
            ResourceTracker.closing("link " + program + " on " + target, link);
            LinkCommands.destroy(link);
            detached.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "Link[" + program + " on " + target + (isOpen() ? "]" : ", closed]");
    }
}
