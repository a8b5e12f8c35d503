package io.fentry4j.unlink;

import io.fentry4j.Errno;
import io.fentry4j.GlobalVariable;
import io.fentry4j.ListenerOptions;
import io.fentry4j.PreemptionModel;
import io.fentry4j.ReaderState;
import io.fentry4j.data.KernelString;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.LibbpfUnavailableException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The options and filters of a probe, all with defaults. Not thread-safe.
///
/// Filters work in the kernel: a call that one of them rejects takes no room in the ring buffer and
/// is counted as filtered. All that are set must hold; of the ids or names that one of them lists,
/// one must. They are compiled into the programs when these are loaded, so a filter that is not set
/// costs nothing. Those for the caller cost least, as they are asked first.
public final class UnlinkProbeBuilder {

    /// The longest record and its header need more than 8 KiB.
    private static final int SMALLEST_RING = 8 * 1024;

    private static final int SMALLEST_RING_WITH_PATHS = 16 * 1024;

    private static final int LARGEST_RING = 1 << 30;

    /// For calls of different threads that are refused memory at the same time.
    private static final int SPARE_PLACES = 32;

    /// A reader that naps is woken when this part of the ring is waiting.
    private static final int WAKE_UP_PART = 4;

    private static final long MOST_PID = 1 << 22; // PID_MAX_LIMIT
    private static final long MOST_UID = 0xffff_ffffL;

    private final UnlinkFilters filters = new UnlinkFilters();
    private int ringBytes = 1024 * 1024;
    private @Nullable Mode forced;
    private Duration maxLatency = Duration.ofMillis(10);
    private boolean directories;
    private boolean paths;
    private @Nullable Integer copies; // as many as the kernel wants unless set
    private @Nullable Consumer<? super UnlinkLoss> onLoss;
    private final List<UnlinkObserver> observers = new ArrayList<>();

    UnlinkProbeBuilder() {}

    /// The size of the ring buffer between the kernel and the listener: 1 MiB unless set, which
    /// holds about 8,000 events with names of 16 bytes.
    ///
    /// @param bytes 8 KiB to 1 GiB, with [#resolvePaths()] from 16 KiB; rounded up to a power of
    ///   two
    /// @throws IllegalArgumentException if it is out of this range
    public UnlinkProbeBuilder ringBytes(int bytes) {
        if (bytes < SMALLEST_RING || bytes > LARGEST_RING) {
            throw new IllegalArgumentException(
                    "set ring size: %d bytes are not in %d..%d"
                            .formatted(bytes, SMALLEST_RING, LARGEST_RING));
        }
        ringBytes = bytes;
        return this;
    }

    /// How the probe is attached. Unless set, by fentry and fexit; but on a kernel that preempts
    /// kernel code ([PreemptionModel]), where they need eight copies of each program to see every
    /// call, by kprobes; and by the other one where that is refused. [Mode] says what each cannot
    /// see.
    public UnlinkProbeBuilder mode(Mode mode) {
        forced = mode;
        return this;
    }

    /// How many copies of the programs take turns in [Mode#FENTRY]: for tests, which can so have
    /// them where the kernel skips no programs, or too few where it does.
    UnlinkProbeBuilder copies(int count) {
        copies = count;
        return this;
    }

    /// How long an event may wait for its listener so that the kernel need not wake it for each: 10
    /// ms unless set.
    ///
    /// An event that finds the listener's thread asleep wakes it. From then on the thread looks
    /// every `latency` by itself, and sleeps again when a look finds nothing; a quarter of the ring
    /// wakes it earlier. Zero: each event that finds no other one waiting wakes the thread, which
    /// costs the process that deletes up to a microsecond.
    ///
    /// @param latency zero, or at least a millisecond
    /// @throws IllegalArgumentException if it is neither
    public UnlinkProbeBuilder maxLatency(Duration latency) {
        var _ = ListenerOptions.DEFAULT.naps(latency, state -> {}); // checks it
        maxLatency = latency;
        return this;
    }

    /// Sees the removal of directories too.
    public UnlinkProbeBuilder includeDirectories() {
        directories = true;
        return this;
    }

    /// Finds the absolute path of each name: see [UnlinkEvent#path()] and [PathState]. It costs a
    /// walk over the directories above the name, in the kernel.
    ///
    /// Requires Linux 5.17.
    public UnlinkProbeBuilder resolvePaths() {
        paths = true;
        return this;
    }

    /// Only calls of these processes. The set of a running probe can be changed: see
    /// [UnlinkProbe#pids()].
    ///
    /// @param pids 0 to 4,194,304, in the initial PID namespace; none: nothing passes until one is
    ///   added
    /// @throws IllegalArgumentException if one is out of range, or they are more than
    ///   [IdSet#CAPACITY]
    public UnlinkProbeBuilder pids(int... pids) {
        filters.pids = UnlinkFilters.ids("pids", filters.pids, MOST_PID, longs(pids));
        return this;
    }

    /// Only calls of these threads.
    ///
    /// @param tids 0 to 4,194,304, in the initial PID namespace
    /// @throws IllegalArgumentException if one is out of range, or they are more than
    ///   [IdSet#CAPACITY]
    public UnlinkProbeBuilder tids(int... tids) {
        filters.tids = UnlinkFilters.ids("tids", filters.tids, MOST_PID, longs(tids));
        return this;
    }

    /// With [#pids]: also the processes that those start from now on, and what they start in turn.
    /// The kernel adds a process to the set before it runs, and removes it when it has ended.
    public UnlinkProbeBuilder followChildren() {
        filters.followChildren = true;
        return this;
    }

    /// Only calls of processes that descend from this one and are started after the attach, not its
    /// own. Processes of [#pids] pass too.
    ///
    /// @param pid 1 to 4,194,304, in the initial PID namespace; the JVM's own number, as
    ///   `ProcessHandle.current().pid()` gives it, is taken for the JVM in every PID namespace
    ///   (Linux 5.14 in another than the initial one)
    /// @throws IllegalArgumentException if it is out of range
    public UnlinkProbeBuilder descendantsOf(int pid) {
        if (pid == 0) {
            throw UnlinkFilters.refused("descendantsOf", "0 is no process");
        }
        var _ = UnlinkFilters.ids("descendantsOf", null, MOST_PID, pid); // checks it
        filters.ancestor = pid;
        return pids();
    }

    /// No calls of this process, the JVM: also in a container, though it has another number there
    /// (Linux 5.14 in another PID namespace than the initial one).
    public UnlinkProbeBuilder exceptMyself() {
        filters.exceptMyself = true;
        return this;
    }

    /// Only calls of these users. The set of a running probe can be changed: see
    /// [UnlinkProbe#uids()].
    ///
    /// @param uids 0 to 4,294,967,295, in the initial user namespace
    /// @throws IllegalArgumentException if one is out of range, or they are more than
    ///   [IdSet#CAPACITY]
    public UnlinkProbeBuilder uids(long... uids) {
        filters.uids = UnlinkFilters.ids("uids", filters.uids, MOST_UID, uids);
        return this;
    }

    /// Only calls in these cgroups, not in those below them. The set of a running probe can be
    /// changed: see [UnlinkProbe#cgroups()].
    ///
    /// @param ids inode numbers of directories below `/sys/fs/cgroup`
    /// @throws IllegalArgumentException if one is negative, or they are more than [IdSet#CAPACITY]
    public UnlinkProbeBuilder cgroups(long... ids) {
        filters.cgroups = UnlinkFilters.ids("cgroups", filters.cgroups, Long.MAX_VALUE, ids);
        return this;
    }

    /// Only calls in these mount namespaces: at most eight.
    ///
    /// @param inodes their inode numbers, as `/proc/PID/ns/mnt` shows them
    /// @throws IllegalArgumentException if one is out of the range of an unsigned 32-bit number, or
    ///   they are more than eight
    public UnlinkProbeBuilder mountNamespaces(long... inodes) {
        filters.mountNamespaces(inodes);
        return this;
    }

    /// Only calls of threads with these names: at most eight.
    ///
    /// @param names 1 to 15 bytes each in UTF-8
    /// @throws IllegalArgumentException if one is longer or empty, or they are more than eight
    public UnlinkProbeBuilder comms(String... names) {
        filters.comms(names);
        return this;
    }

    /// Only names, as they were passed, that begin with these bytes. Requires Linux 5.17.
    ///
    /// @param prefix 1 to 255 bytes in UTF-8
    /// @throws IllegalArgumentException if it is empty or longer
    public UnlinkProbeBuilder namePrefix(String prefix) {
        return namePrefix(KernelString.of(prefix));
    }

    /// The same in bytes.
    public UnlinkProbeBuilder namePrefix(KernelString prefix) {
        filters.namePrefix(prefix);
        return this;
    }

    /// Only names, as they were passed, that end with these bytes. Requires Linux 5.17.
    ///
    /// @param suffix 1 to 255 bytes in UTF-8
    /// @throws IllegalArgumentException if it is empty or longer
    public UnlinkProbeBuilder nameSuffix(String suffix) {
        return nameSuffix(KernelString.of(suffix));
    }

    /// The same in bytes.
    public UnlinkProbeBuilder nameSuffix(KernelString suffix) {
        filters.nameSuffix(suffix);
        return this;
    }

    /// Only absolute paths that begin with these bytes: end it with a slash if you mean a
    /// directory. Implies [#resolvePaths()].
    ///
    /// A call whose path is not known passes if it could be such a path ([PathState#TRUNCATED],
    /// [PathState#UNREACHABLE], [PathState#CHANGED], [PathState#UNKNOWN]); one that failed before
    /// its directory was found does not.
    ///
    /// @param prefix 1 to 255 bytes in UTF-8
    /// @throws IllegalArgumentException if it is empty or longer
    public UnlinkProbeBuilder pathPrefix(String prefix) {
        return pathPrefix(KernelString.of(prefix));
    }

    /// The same in bytes.
    public UnlinkProbeBuilder pathPrefix(KernelString prefix) {
        filters.pathPrefix(prefix);
        return resolvePaths();
    }

    /// Only absolute paths that end with these bytes. Implies [#resolvePaths()]; what passes if a
    /// path is not known is said at [#pathPrefix(String)].
    ///
    /// @param suffix 1 to 255 bytes in UTF-8
    /// @throws IllegalArgumentException if it is empty or longer
    public UnlinkProbeBuilder pathSuffix(String suffix) {
        return pathSuffix(KernelString.of(suffix));
    }

    /// The same in bytes.
    public UnlinkProbeBuilder pathSuffix(KernelString suffix) {
        filters.pathSuffix(suffix);
        return resolvePaths();
    }

    /// Only calls that failed.
    public UnlinkProbeBuilder onlyFailures() {
        filters.onlyFailures = true;
        return this;
    }

    /// Only calls that removed a name.
    public UnlinkProbeBuilder onlySuccesses() {
        filters.onlySuccesses = true;
        return this;
    }

    /// Only calls that failed for one of these reasons.
    ///
    /// @throws IllegalArgumentException if one is not in 1..4095
    public UnlinkProbeBuilder errnos(Errno... errnos) {
        filters.errnos(errnos);
        return this;
    }

    /// Only calls that took at least this long in the kernel.
    ///
    /// @throws IllegalArgumentException if it is negative
    public UnlinkProbeBuilder minDuration(Duration least) {
        filters.minDuration(least);
        return this;
    }

    /// Tells of lost events as they are lost.
    ///
    /// @param listener called by the listener's thread after a batch of events, if some were lost
    ///   since the last call. What it throws counts as a failure of the listener
    public UnlinkProbeBuilder onLoss(Consumer<? super UnlinkLoss> listener) {
        onLoss = listener;
        return this;
    }

    /// Tells one more observer of the probe's life: a recorder, or metrics.
    public UnlinkProbeBuilder observe(UnlinkObserver observer) {
        observers.add(observer);
        return this;
    }

    private static long[] longs(int... ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return wide;
    }

    /// Attaches the probe: from the return on, each call is seen.
    ///
    /// @param listener called for each event, one at a time, by one daemon thread of the probe's.
    ///   What it throws is counted and kept, and the next event follows. If it is slow, the ring
    ///   buffer fills up and further events are counted as lost; the processes that delete never
    ///   wait for it
    /// @throws io.fentry4j.failure.BpfException if that is not possible here, by its cause
    /// @throws IllegalArgumentException if the filters let nothing pass, or the ring is too small
    public UnlinkProbe attach(Consumer<? super UnlinkEvent> listener) {
        filters.check();
        if (paths && ringBytes < SMALLEST_RING_WITH_PATHS) {
            throw new IllegalArgumentException(
                    "set ring size: %d bytes hold no event with its path, %d do"
                            .formatted(ringBytes, SMALLEST_RING_WITH_PATHS));
        }
        UnlinkAudience audience = new UnlinkAudience(listener, onLoss, observers);
        long start = System.nanoTime();
        UnlinkProbe probe = attachBySomeMode(audience);
        try {
            audience.attached(probe, Duration.ofNanos(System.nanoTime() - start));
        } catch (RuntimeException | Error e) {
            probe.close();
            throw e;
        }
        return probe;
    }

    private UnlinkProbe attachBySomeMode(UnlinkAudience audience) {
        if (forced != null) {
            return attachLockedDownOrNot(forced, audience);
        }
        List<Mode> order = Mode.order(PreemptionModel.ofRunningKernel());
        try {
            return attachLockedDownOrNot(order.getFirst(), audience);
        } catch (PermissionException | LibbpfUnavailableException e) {
            throw e; // the other mode needs the same
        } catch (BpfException e) {
            try {
                return attachLockedDownOrNot(order.getLast(), audience);
            } catch (BpfException secondary) {
                e.addSuppressed(secondary);
                throw e;
            }
        }
    }

    /// A kernel that keeps its memory secret refuses programs that read it, not those that read
    /// their arguments and the caller's memory.
    private UnlinkProbe attachLockedDownOrNot(Mode mode, UnlinkAudience audience) {
        try {
            return attach(mode, true, audience);
        } catch (PolicyException e) {
            if (mode == Mode.KPROBE) {
                throw e;
            }
            if (paths) {
                throw new PolicyException(
                        Failure.of("resolve paths", e.failure().cause())
                                .observe("lockdown", "confidentiality")
                                .advise(
                                        "attach without resolvePaths() and path filters: names are"
                                                + " then read from the callers' memory")
                                .log(e.failure().log()),
                        e);
            }
            return attach(mode, false, audience);
        }
    }

    private UnlinkProbe attach(Mode mode, boolean readKernel, UnlinkAudience audience) {
        int count = mode == Mode.FENTRY ? copies() : 1;
        UnlinkPrograms programs =
                new UnlinkPrograms(mode, directories, paths, filters.followsProcesses());
        UnlinkCopies loaded =
                UnlinkCopies.load(programs, count, open -> configure(open, readKernel, count > 1));
        try {
            filters.fill(loaded.first());
            ListenerOptions waiting = waiting(loaded.first(), audience);
            return new UnlinkProbe(loaded, mode, filters, programs, waiting, audience);
        } catch (RuntimeException e) {
            UnlinkCopies.closeAfter(e, loaded);
            throw e;
        }
    }

    private int copies() {
        if (copies != null) {
            return copies;
        }
        boolean skipped = PreemptionModel.ofRunningKernel().skipsTracingPrograms();
        return skipped ? UnlinkCopies.WHERE_PROGRAMS_ARE_SKIPPED : 1;
    }

    private void configure(UnlinkBpf.Open open, boolean readKernel, boolean hasCopies) {
        filters.applyTo(open);
        open.resolvePaths().set(paths);
        open.readKernel().set(readKernel);
        open.adaptiveWakeups().set(!maxLatency.isZero());
        open.wakeupBytes().set((long) ringBytes / WAKE_UP_PART);
        open.events().maxEntries(ringBytes);
        if (paths) {
            open.slots().maxEntries(1); // not in use
        }
        if (paths && hasCopies) {
            open.spares().maxEntries(SPARE_PLACES);
            open.sparePlaces().set((long) SPARE_PLACES);
        }
    }

    private ListenerOptions waiting(UnlinkBpf bpf, UnlinkAudience audience) {
        ListenerOptions options = ListenerOptions.DEFAULT;
        if (!maxLatency.isZero()) {
            GlobalVariable<Long> reader = bpf.reader();
            options = options.naps(maxLatency, state -> reader.set(numberInC(state)));
        }
        return audience.losses().isEmpty()
                ? options
                : options.afterBatch(new LossWatch(bpf, audience.losses().get()));
    }

    private static long numberInC(ReaderState state) {
        return switch (state) {
            case SLEEPS -> 0;
            case NAPS -> 1;
            case READS -> 2;
        };
    }
}
