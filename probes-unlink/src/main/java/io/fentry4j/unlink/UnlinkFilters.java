package io.fentry4j.unlink;

import io.fentry4j.Errno;
import io.fentry4j.GlobalVariable;
import io.fentry4j.OpenMap;
import io.fentry4j.data.KernelString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The filters that were chosen, and how they become constants and sets of the programs. Not
/// thread-safe.
final class UnlinkFilters {

    static final int MOST_COMMS = 8;
    static final int MOST_NAMESPACES = 8;
    private static final int TEXT_BYTES = 255;
    private static final int COMM_BYTES = 16;
    private static final int MAX_ERRNO = 4095;
    private static final long MOST_U32 = 0xffff_ffffL;

    /// Null: the filter is off. Empty: no id passes until one is added.
    @Nullable Set<Long> pids;

    @Nullable Set<Long> tids;
    @Nullable Set<Long> uids;
    @Nullable Set<Long> cgroups;
    private Set<KernelString> comms = Set.of();
    private Set<Long> namespaces = Set.of();
    private KernelString namePrefix = KernelString.EMPTY;
    private KernelString nameSuffix = KernelString.EMPTY;
    private KernelString pathPrefix = KernelString.EMPTY;
    private KernelString pathSuffix = KernelString.EMPTY;
    private final long[] errnos = new long[(MAX_ERRNO + 1) / Long.SIZE];
    private long leastDuration;
    boolean followChildren;
    int ancestor;
    boolean exceptMyself;
    boolean onlyFailures;
    boolean onlySuccesses;

    /// @param filter its name, for messages
    /// @param before what was chosen before
    static Set<Long> ids(String filter, @Nullable Set<Long> before, long most, long... ids) {
        Set<Long> all = new LinkedHashSet<>(before == null ? Set.of() : before);
        for (long id : ids) {
            if (id < 0 || id > most) {
                throw refused(filter, "%d is not in 0..%d".formatted(id, most));
            }
            all.add(id);
        }
        if (all.size() > IdSet.CAPACITY) {
            throw refused(
                    filter,
                    "%d ids, at most %d are possible".formatted(all.size(), IdSet.CAPACITY));
        }
        return all;
    }

    void comms(String... names) {
        Set<KernelString> all = new LinkedHashSet<>(comms);
        for (String name : names) {
            KernelString comm = KernelString.of(name);
            if (comm.isEmpty() || comm.length() >= COMM_BYTES || hasNul(comm)) {
                throw refused(
                        "comms",
                        "'%s' is not 1 to 15 bytes without a NUL, as a thread's name is"
                                .formatted(comm.escaped()));
            }
            all.add(comm);
        }
        if (all.size() > MOST_COMMS) {
            throw refused(
                    "comms", "%d names, at most %d are possible".formatted(all.size(), MOST_COMMS));
        }
        comms = all;
    }

    void mountNamespaces(long... inodes) {
        Set<Long> all = ids("mountNamespaces", namespaces, MOST_U32, inodes);
        if (all.size() > MOST_NAMESPACES) {
            throw refused(
                    "mountNamespaces",
                    "%d namespaces, at most %d are possible"
                            .formatted(all.size(), MOST_NAMESPACES));
        }
        namespaces = all;
    }

    void namePrefix(KernelString text) {
        namePrefix = checked("namePrefix", text);
    }

    void nameSuffix(KernelString text) {
        nameSuffix = checked("nameSuffix", text);
    }

    void pathPrefix(KernelString text) {
        pathPrefix = checked("pathPrefix", text);
    }

    void pathSuffix(KernelString text) {
        pathSuffix = checked("pathSuffix", text);
    }

    private static KernelString checked(String filter, KernelString text) {
        if (text.isEmpty() || text.length() > TEXT_BYTES || hasNul(text)) {
            throw refused(
                    filter,
                    "%d bytes; it needs 1 to %d without a NUL"
                            .formatted(text.length(), TEXT_BYTES));
        }
        return text;
    }

    void errnos(Errno... wanted) {
        for (Errno errno : wanted) {
            if (errno.number() < 1 || errno.number() > MAX_ERRNO) {
                throw refused("errnos", "%d is not in 1..%d".formatted(errno.number(), MAX_ERRNO));
            }
            errnos[errno.number() / Long.SIZE] |= 1L << errno.number() % Long.SIZE;
        }
    }

    void minDuration(Duration least) {
        if (least.isNegative()) {
            throw refused("minDuration", least + " is negative");
        }
        leastDuration = least.toNanos();
    }

    static IllegalArgumentException refused(String filter, String cause) {
        return new IllegalArgumentException("set " + filter + ": " + cause);
    }

    private static boolean hasNul(KernelString text) {
        return text.toString().indexOf('\0') >= 0;
    }

    /// Whether whole processes are followed, by programs of their own.
    boolean followsProcesses() {
        return followChildren || ancestor != 0;
    }

    private boolean ancestorIsSelf() {
        return ancestor != 0 && OwnProcess.is(ancestor);
    }

    private boolean knowsSelf() {
        return exceptMyself || ancestorIsSelf();
    }

    /// Refuses what cannot hold together.
    void check() {
        if (onlyFailures && onlySuccesses) {
            throw refused("onlySuccesses", "onlyFailures is set too, so no call would pass");
        }
        if (onlySuccesses && hasErrnos()) {
            throw refused("errnos", "onlySuccesses is set too, so no call would pass");
        }
        if (followChildren && pids == null) {
            throw refused(
                    "followChildren", "there are no processes whose children to follow: set pids");
        }
    }

    private boolean hasErrnos() {
        return Arrays.stream(errnos).anyMatch(bits -> bits != 0);
    }

    /// Sets the constants. To be called before the load.
    void applyTo(UnlinkBpf.Open open) {
        open.filterPids().set(pids != null);
        open.filterTids().set(tids != null);
        open.filterUids().set(uids != null);
        open.filterCgroups().set(cgroups != null);
        size(open.pids(), pids);
        size(open.tids(), tids);
        size(open.uids(), uids);
        size(open.cgroups(), cgroups);
        open.exceptSelf().set(exceptMyself);
        open.followChildren().set(followChildren || ancestor != 0);
        open.ancestorPid().set((long) ancestor);
        open.ancestorIsSelf().set(ancestorIsSelf());
        if (knowsSelf()) {
            OwnProcess.selectIn(open);
        }
        open.commCount().set((long) comms.size());
        open.comms().set(commWords());
        open.namespaceCount().set((long) namespaces.size());
        open.namespaces().set(padded(namespaces));
        text(namePrefix, open.namePrefix(), open.namePrefixBytes());
        text(nameSuffix, open.nameSuffix(), open.nameSuffixBytes());
        text(pathPrefix, open.pathPrefix(), open.pathPrefixBytes());
        text(pathSuffix, open.pathSuffix(), open.pathSuffixBytes());
        open.onlyFailures().set(onlyFailures);
        open.onlySuccesses().set(onlySuccesses);
        open.filterErrnos().set(hasErrnos());
        open.errnos().set(errnos);
        open.leastDurationNs().set(leastDuration);
    }

    /// Fills the sets, and says who this process is. To be called after the load and before the
    /// first program is attached.
    void fill(UnlinkBpf bpf) {
        if (knowsSelf()) {
            OwnProcess.tell(bpf);
        }
        addAll(pidsOf(bpf), pids);
        addAll(new IdSet(bpf.tids(), null), tids);
        addAll(new IdSet(bpf.uids(), null), uids);
        addAll(new IdSet(bpf.cgroups(), null), cgroups);
        if (pids != null && pids.isEmpty() && !followsProcesses()) {
            new FewIds(bpf).set(Set.of());
        }
    }

    /// While processes are followed the kernel changes the set itself, and knows nothing of another
    /// place.
    IdSet pidsOf(UnlinkBpf bpf) {
        return new IdSet(bpf.pids(), followsProcesses() ? null : new FewIds(bpf));
    }

    private static void addAll(IdSet set, @Nullable Set<Long> ids) {
        if (ids != null) {
            ids.forEach(set::add);
        }
    }

    private static void size(OpenMap map, @Nullable Set<Long> ids) {
        map.maxEntries(ids == null ? 1 : IdSet.CAPACITY);
    }

    private static void text(
            KernelString text, GlobalVariable<KernelString> variable, GlobalVariable<Long> bytes) {
        variable.set(text);
        bytes.set((long) text.length());
    }

    /// Each name as the two words that it is compared by.
    private long[] commWords() {
        ByteBuffer bytes =
                ByteBuffer.allocate(MOST_COMMS * COMM_BYTES).order(ByteOrder.nativeOrder());
        int start = 0;
        for (KernelString comm : comms) {
            bytes.put(start, comm.bytes());
            start += COMM_BYTES;
        }
        long[] words = new long[MOST_COMMS * COMM_BYTES / Long.BYTES];
        bytes.asLongBuffer().get(words);
        return words;
    }

    private static long[] padded(Set<Long> values) {
        return Arrays.copyOf(values.stream().mapToLong(Long::longValue).toArray(), MOST_NAMESPACES);
    }
}
