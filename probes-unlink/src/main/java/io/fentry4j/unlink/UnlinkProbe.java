package io.fentry4j.unlink;

import io.fentry4j.Link;
import io.fentry4j.ListenerOptions;
import io.fentry4j.ListenerThread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
/// `IORING_OP_UNLINKAT`, failed calls included. With [UnlinkProbeBuilder#includeDirectories()] it
/// also sees every call of `do_rmdir` (`filename_rmdir`): `rmdir`, and `unlinkat` with
/// `AT_REMOVEDIR`. It does not see a file that a rename replaces, and what the kernel deletes for
/// itself (the layers of overlayfs, nfsd, ksmbd).
///
/// Entry and exit of a call are paired in the kernel, so the name is the one that was passed, also
/// if the kernel overwrites freed memory. Nothing is lost silently: see [#statistics()].
///
/// It is attached by fentry and fexit, or by kprobes where those cannot be had or would miss calls:
/// see [Mode] and [#mode()]. Under `lockdown=confidentiality` it reads the names from the callers'
/// memory: see [NameSource].
///
/// In the kernel it takes 230 KB besides the ring buffer, and for as long as the thread lives 8 KiB
/// for each thread that has passed a name of more than 287 bytes; with paths 16 KiB for each thread
/// that deletes.
///
/// Requires Linux 5.12 on x86-64 or 6.4 on arm64 (5.17 for filters by name or path, and for
/// [UnlinkProbeBuilder#resolvePaths()]), the kernel's BTF, libbpf 1.0, and root or `CAP_BPF` with
/// `CAP_PERFMON`. All methods are thread-safe. When the JVM ends, in whatever way, the kernel
/// detaches the probe. In [Mode#KPROBE] it keeps up to three lines of tracefs's `kprobe_events`
/// after `kill -9`, until the next probe is attached:
/// [io.fentry4j.KretprobeProgram#maxActive(int)].
public final class UnlinkProbe implements AutoCloseable {

    private final UnlinkBpf bpf;
    private final Mode mode;
    private final UnlinkFilters filters;
    private final UnlinkPrograms programs;
    private final UnlinkCopies copies;
    private final List<Link> ends;
    private final List<Link> beginnings;
    private final IdSet pids; // one for all, because its changes take turns
    private final ListenerThread events;
    private final List<String> targets;
    private final long ringBytes;
    private final UnlinkAudience audience;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable UnlinkCounts finalCounts;
    private volatile boolean settled;

    /// Attaches what is loaded.
    UnlinkProbe(
            UnlinkCopies copies,
            Mode mode,
            UnlinkFilters filters,
            UnlinkPrograms programs,
            ListenerOptions waiting,
            UnlinkAudience audience) {
        this.copies = copies;
        this.bpf = copies.first();
        this.mode = mode;
        this.filters = filters;
        this.programs = programs;
        this.audience = audience;
        this.ringBytes = bpf.events().maxEntries();
        this.pids = filters.pidsOf(bpf);
        this.ends = copies.attachEnds();
        this.targets = UnlinkPrograms.targets(ends);
        UnlinkDecoder decoder = new UnlinkDecoder(targets.getFirst(), targets.getLast());
        Consumer<? super UnlinkEvent> listener = audience.events();
        this.events =
                bpf.events().listenRaw(view -> listener.accept(decoder.decode(view)), waiting);
        this.beginnings = copies.attachBeginnings();
    }

    /// Attaches the probe with the defaults of [#builder()].
    ///
    /// @param listener called for each event by one thread of the probe's; see
    ///   [UnlinkProbeBuilder#attach]
    /// @throws io.fentry4j.failure.BpfException if that is not possible here, by its cause
    public static UnlinkProbe attach(Consumer<? super UnlinkEvent> listener) {
        return builder().attach(listener);
    }

    /// Options and filters, all with defaults.
    public static UnlinkProbeBuilder builder() {
        return new UnlinkProbeBuilder();
    }

    /// The kernel function that the probe is attached to for files.
    public String target() {
        return targets.getFirst();
    }

    /// The kernel functions that the probe is attached to: the one for files, and the one for
    /// directories if those are included.
    public List<String> targets() {
        return targets;
    }

    /// How the probe is attached.
    public Mode mode() {
        return mode;
    }

    /// In [Mode#KPROBE], how many calls of a function can be under way at a time without one whose
    /// end is not seen: 4,096 where the probe may write to tracefs, and otherwise what
    /// [io.fentry4j.KretprobeProgram#maxActive()] says. Empty in [Mode#FENTRY], which has no such
    /// bound.
    public OptionalInt maxActive() {
        return mode == Mode.KPROBE ? OptionalInt.of(programs.maxActive()) : OptionalInt.empty();
    }

    /// The size of the ring buffer between the kernel and the listener, in bytes.
    public long ringBytes() {
        return ringBytes;
    }

    /// The processes that pass the filter.
    ///
    /// @throws IllegalStateException if the probe was built without [UnlinkProbeBuilder#pids], or
    ///   is closed
    public IdSet pids() {
        return checked("pids", filters.pids, pids);
    }

    /// The users that pass the filter.
    ///
    /// @throws IllegalStateException if the probe was built without [UnlinkProbeBuilder#uids], or
    ///   is closed
    public IdSet uids() {
        return checked("uids", filters.uids, new IdSet(bpf.uids(), null));
    }

    /// The cgroups that pass the filter.
    ///
    /// @throws IllegalStateException if the probe was built without [UnlinkProbeBuilder#cgroups],
    ///   or is closed
    public IdSet cgroups() {
        return checked("cgroups", filters.cgroups, new IdSet(bpf.cgroups(), null));
    }

    private static IdSet checked(String filter, @Nullable Set<Long> chosen, IdSet set) {
        if (chosen == null) {
            throw new IllegalStateException(
                    "change %s: the probe was built without this filter; say builder().%s()"
                            .formatted(filter, filter));
        }
        return set;
    }

    /// The counts up to now; after [#close()] the final ones.
    public UnlinkStatistics statistics() {
        // In this order: what is delivered later than read here only makes `seen` larger.
        long delivered = events.delivered();
        boolean nothingMoreComes = settled;
        return counts().with(events, delivered, nothingMoreComes);
    }

    private UnlinkCounts counts() {
        UnlinkCounts last = finalCounts;
        if (last != null) {
            return last;
        }
        try {
            return UnlinkCounts.read(copies);
        } catch (IllegalStateException e) {
            last = finalCounts;
            if (last != null) { // closed between the look above and now
                return last;
            }
            throw e;
        }
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
        long start = System.nanoTime();
        try (copies) {
            beginnings.reversed().forEach(Link::close);
            ends.reversed().forEach(Link::close);
            finalCounts = UnlinkCounts.read(copies);
            events.close();
            settled = true;
        }
        audience.closed(this, Duration.ofNanos(System.nanoTime() - start));
    }
}
