package io.fentry4j.unlink;

import io.fentry4j.KernelClock;
import io.fentry4j.Link;
import io.fentry4j.ListenerThread;
import io.fentry4j.OpenProgram;
import io.fentry4j.PreemptionModel;
import io.fentry4j.Program;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.LibbpfUnavailableException;
import io.fentry4j.failure.PermissionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells who deletes which file, when, how long it took and whether it worked.
///
/// ```java
/// try (var probe = UnlinkProbe.attach(event -> System.out.println(event))) {
///     Thread.sleep(Duration.ofSeconds(10));
/// }
/// ```
///
/// It sees every call of the kernel's `do_unlinkat` (`filename_unlinkat` since Linux 7.0), in all
/// processes and containers: `unlink`, `unlinkat` without `AT_REMOVEDIR`, io_uring's
/// `IORING_OP_UNLINKAT`, failed calls included. It does not see `rmdir` and `AT_REMOVEDIR`, a file
/// that a rename replaces, and what the kernel deletes for itself (the layers of overlayfs, nfsd,
/// ksmbd).
///
/// Entry and exit of a call are paired in the kernel, so the name is the one that was passed, also
/// if the kernel overwrites freed memory. Nothing is lost silently: see [#statistics()].
///
/// It is attached by fentry and fexit, or by kprobes where those cannot be had or would miss calls:
/// see [Mode] and [#mode()].
///
/// Requires Linux 5.11 on x86-64 or 6.4 on arm64, the kernel's BTF, libbpf 1.0, and root or
/// `CAP_BPF` with `CAP_PERFMON`. All methods are thread-safe. When the JVM ends, in whatever way,
/// the kernel detaches the probe.
public final class UnlinkProbe implements AutoCloseable {

    /// The function has had two names, with the same arguments.
    private static final String FUNCTION = "do_unlinkat";

    private static final String FUNCTION_SINCE_7_0 = "filename_unlinkat";

    private final UnlinkBpf bpf;
    private final Mode mode;
    private final ListenerThread events;
    private final Link exit;
    private final Link entry;
    private final KernelClock clock = new KernelClock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable KernelCounts finalCounts;
    private volatile boolean settled;

    /// What the kernel's side counts.
    private record KernelCounts(
            long entries,
            long paired,
            long ringFull,
            long noStorage,
            long exitsAlone,
            long missed) {}

    private UnlinkProbe(UnlinkBpf bpf, Mode mode, Consumer<? super UnlinkEvent> listener) {
        this.bpf = bpf;
        this.mode = mode;
        this.events = bpf.events().listen(call -> listener.accept(toEvent(call)));
        // The exit first: a call that begins in between has an end without a beginning, which is
        // counted. The other way round it would have a beginning without an end.
        this.exit =
                switch (mode) {
                    case FENTRY -> bpf.unlinkExit().attach();
                    case KPROBE -> bpf.unlinkKretprobe().attach();
                };
        this.entry =
                switch (mode) {
                    case FENTRY -> bpf.unlinkEntry().attach();
                    case KPROBE -> bpf.unlinkKprobe().attach();
                };
    }

    /// Attaches the probe with the defaults of [#builder()].
    ///
    /// @param listener called for each event by one thread of the probe's; see [Builder#attach]
    /// @throws io.fentry4j.failure.BpfException if that is not possible here, by its cause
    public static UnlinkProbe attach(Consumer<? super UnlinkEvent> listener) {
        return builder().attach(listener);
    }

    /// Options, all with defaults.
    public static Builder builder() {
        return new Builder();
    }

    /// The options of a probe. Not thread-safe.
    public static final class Builder {

        /// The longest record and its header need more than 4 KiB.
        private static final int SMALLEST_RING = 8 * 1024;

        private static final int LARGEST_RING = 1 << 30;

        private int ringBytes = 1024 * 1024;
        private @Nullable Mode forced;

        private Builder() {}

        /// The size of the ring buffer between the kernel and the listener: 1 MiB unless set, which
        /// holds about 13,000 events with names of 16 bytes.
        ///
        /// @param bytes 8 KiB to 1 GiB; rounded up to a power of two
        /// @throws IllegalArgumentException if it is out of this range
        public Builder ringBytes(int bytes) {
            if (bytes < SMALLEST_RING || bytes > LARGEST_RING) {
                throw new IllegalArgumentException(
                        "set ring size: %d bytes are not in %d..%d"
                                .formatted(bytes, SMALLEST_RING, LARGEST_RING));
            }
            ringBytes = bytes;
            return this;
        }

        /// How the probe is attached. Unless set, by what sees every call here: fentry and fexit,
        /// but kprobes on a kernel that preempts kernel code ([PreemptionModel]); and by the other
        /// one where that is refused.
        public Builder mode(Mode mode) {
            forced = mode;
            return this;
        }

        /// Attaches the probe: from the return on, each call is seen.
        ///
        /// @param listener called for each event, one at a time, by one daemon thread of the
        ///   probe's. What it throws is counted and kept, and the next event follows. If it is
        ///   slow, the ring buffer fills up and further events are counted as lost; the processes
        ///   that delete never wait for it
        /// @throws io.fentry4j.failure.BpfException if that is not possible here, by its cause
        public UnlinkProbe attach(Consumer<? super UnlinkEvent> listener) {
            if (forced != null) {
                return attach(forced, listener);
            }
            List<Mode> order = Mode.order(PreemptionModel.ofRunningKernel());
            try {
                return attach(order.getFirst(), listener);
            } catch (PermissionException | LibbpfUnavailableException e) {
                throw e; // the other mode needs the same
            } catch (BpfException e) {
                try {
                    return attach(order.getLast(), listener);
                } catch (BpfException secondary) {
                    e.addSuppressed(secondary);
                    throw e;
                }
            }
        }

        private UnlinkProbe attach(Mode mode, Consumer<? super UnlinkEvent> listener) {
            try (UnlinkBpf.Open open = UnlinkBpf.open()) {
                List<OpenProgram> programs =
                        switch (mode) {
                            case FENTRY -> List.of(open.unlinkEntry(), open.unlinkExit());
                            case KPROBE -> List.of(open.unlinkKprobe(), open.unlinkKretprobe());
                        };
                for (OpenProgram program : programs) {
                    program.autoload(true).target(FUNCTION, FUNCTION_SINCE_7_0);
                }
                open.events().maxEntries(ringBytes);
                return start(open.load(), mode, listener);
            }
        }

        private static UnlinkProbe start(
                UnlinkBpf bpf, Mode mode, Consumer<? super UnlinkEvent> listener) {
            try {
                return new UnlinkProbe(bpf, mode, listener);
            } catch (RuntimeException e) {
                try {
                    bpf.close();
                } catch (RuntimeException secondary) {
                    e.addSuppressed(secondary);
                }
                throw e;
            }
        }
    }

    private UnlinkEvent toEvent(UnlinkRecord call) {
        return new UnlinkEvent(
                clock.toInstant(call.startedNs()),
                call.startedNs(),
                call.pid(),
                call.tid(),
                call.uid(),
                call.gid(),
                call.comm(),
                call.dirfd(),
                call.name(),
                call.result(),
                Duration.ofNanos(call.durationNs()));
    }

    /// The kernel function that the probe is attached to.
    public String target() {
        return entry.target();
    }

    /// How the probe is attached.
    public Mode mode() {
        return mode;
    }

    /// The counts up to now; after [#close()] the final ones.
    public UnlinkStatistics statistics() {
        // In this order: what is delivered later than read here only makes `seen` larger.
        long delivered = events.delivered();
        boolean nothingMoreComes = settled;
        long discarded = events.discarded();
        KernelCounts kernel = kernelCounts();
        // A listener that never returns keeps the rest of the ring from being looked at: it is lost
        // all the same.
        long lostAtClose =
                nothingMoreComes ? kernel.paired - kernel.ringFull - delivered : discarded;
        return new UnlinkStatistics(
                kernel.paired + kernel.noStorage,
                delivered,
                kernel.ringFull,
                kernel.noStorage,
                lostAtClose,
                Math.max(0, kernel.exitsAlone - kernel.noStorage)
                        + (nothingMoreComes ? kernel.entries - kernel.paired : 0),
                kernel.missed,
                events.failures());
    }

    private KernelCounts kernelCounts() {
        KernelCounts last = finalCounts;
        if (last != null) {
            return last;
        }
        try {
            return readKernelCounts();
        } catch (IllegalStateException e) {
            last = finalCounts;
            if (last != null) { // closed between the look above and now
                return last;
            }
            throw e;
        }
    }

    private KernelCounts readKernelCounts() {
        long entries = bpf.entries().get();
        long ringFull = bpf.ringFull().get();
        long noStorage = bpf.noStorage().get();
        long exitsAlone = bpf.exitsAlone().get();
        long paired = bpf.paired().get();
        long missed =
                switch (mode) {
                    case FENTRY -> missed(bpf.unlinkEntry()) + missed(bpf.unlinkExit());
                    case KPROBE -> missed(bpf.unlinkKprobe()) + missed(bpf.unlinkKretprobe());
                };
        return new KernelCounts(entries, paired, ringFull, noStorage, exitsAlone, missed);
    }

    private static long missed(Program program) {
        return program.statistics().recursionMisses();
    }

    /// What the listener threw first, if it has thrown.
    public Optional<Throwable> firstListenerFailure() {
        return events.firstFailure();
    }

    /// Detaches the probe, lets the listener have what is still in the ring buffer, and frees
    /// everything.
    ///
    /// Can be called any number of times and by any thread; the first call waits for the listener,
    /// at most about ten seconds. Called by the listener, it does not wait, and the listener gets
    /// no further event. What the listener could not get is counted as lost.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (bpf) {
            entry.close();
            exit.close();
            finalCounts = readKernelCounts();
            events.close();
            settled = true;
        }
    }
}
