package io.fentry4j.internal.trace;

import io.fentry4j.ArrayOfMaps;
import io.fentry4j.BpfMap;
import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.map.MapAccess;
import io.fentry4j.internal.program.CounterMap;
import io.fentry4j.trace.TraceException;
import io.fentry4j.trace.TracedFunction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The programs, maps and links of an aggregation in the kernel.
///
/// The programs add to the table that is in [#tables]. To take what is there, an empty table is put
/// in its place; the kernel returns from that when no program is in the old one any more
/// (`maybe_wait_bpf_programs` in `kernel/bpf/syscall.c`), so that it is then read complete, and
/// each call is in exactly one table. An entry of a table in use is never deleted: its memory would
/// be another key's while a program still adds to it.
public final class AggregationAttachment<R> implements AutoCloseable {

    private static final String NAME = "fentry4j_aggr";

    /// How much is kept.
    ///
    /// @param keys how many keys a table has room for
    /// @param calls how many calls can be under way at a time
    public record Sizes(int keys, int calls) {}

    private final Sizes sizes;
    private final Map<String, Integer> descriptors = new HashMap<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CounterMap counters;
    private final ArrayOfMaps tables;
    private final AttachedFunction function;

    /// By which the function is attached.
    private AggregationPlan<R> plan;

    private AggregationTable table;

    /// One that was in use, and could not be made rows of yet.
    private @Nullable AggregationTable unread;

    /// Whether [#rest] is all that will ever be.
    private boolean ended;

    private List<R> rest = List.of();
    private long[] lastCounts = new long[TraceCounter.COUNT];
    private long lastMisses;

    private AggregationAttachment(Plans<AggregationPlan<R>> plans, ModeChoice choice, Sizes sizes) {
        this.sizes = sizes;
        // All plans have the same keys and words: only what is kept of a call differs.
        this.plan = plans.any();
        try {
            this.counters = open(CounterMap.create(NAME, TraceCounter.COUNT));
            descriptors.put(Counting.COUNTS, counters.fd());
            CounterMap nothing = open(CounterMap.create(NAME, plan.words()));
            descriptors.put(AggregationPlan.NOTHING, nothing.fd());
            CallMaps.create(NAME, plans.eventBytes(), plans.paired(), sizes.calls(), this::map);
            this.table = newTable();
            this.tables = map(AggregationPlan.TABLES, ArrayOfMaps.create(NAME, table.map(), 1));
            tables.update(0, table.map());
            this.function =
                    new FunctionAttacher<AggregationPlan<R>>(
                                    NAME,
                                    choice,
                                    KretprobeRoom.among(1),
                                    name -> Objects.requireNonNull(descriptors.get(name)),
                                    (number, chosen) -> plan = chosen)
                            .attach(plans);
        } catch (RuntimeException e) {
            giveBack(e);
            throw e;
        }
    }

    /// Loads and attaches.
    ///
    /// @throws TraceException if a mode is asked for that cannot give what is aggregated
    /// @throws BpfException if the kernel refuses, by its cause
    public static <R> AggregationAttachment<R> attach(
            PlanRequest<AggregationPlan<R>> request, ModeChoice choice, Sizes sizes) {
        Plans<AggregationPlan<R>> plans = new Plans<>(request, 0, false, choice.mode());
        plans.check();
        LibbpfLibrary.require();
        return new AggregationAttachment<>(plans, choice, sizes);
    }

    private AggregationTable newTable() {
        return AggregationTable.create(NAME, plan.keyBytes(), plan.words(), sizes.keys());
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    /// The maps stay open, and nobody else has them: so their descriptors stay what they are.
    private <M extends BpfMap> M map(String name, M map) {
        descriptors.put(name, MapAccess.handle(map).call(fd -> fd));
        return open(map);
    }

    /// The function, and how it is attached.
    public TracedFunction function() {
        return function.description();
    }

    /// The programs as text.
    public String text() {
        return plan.codes().text();
    }

    /// What is in the table.
    public synchronized List<R> snapshot() {
        return ended ? rest : plan.rows().of(table);
    }

    /// What is in the table, out of which it is taken. If no rows can be made of it, the next call
    /// tries the same table again.
    public synchronized List<R> take() {
        if (unread == null) {
            unread = replace();
        }
        if (unread != null) {
            List<R> rows = plan.rows().of(unread);
            closeUnread();
            return rows;
        }
        List<R> last = rest;
        rest = List.of();
        return last;
    }

    /// Empties the table.
    public synchronized void clear() {
        closeUnread();
        unread = replace();
        closeUnread();
        rest = List.of();
    }

    private void closeUnread() {
        if (unread != null) {
            unread.close();
            unread = null;
        }
    }

    /// The table that was in use; null if none is any more.
    private @Nullable AggregationTable replace() {
        if (ended) {
            return null;
        }
        AggregationTable old = table;
        AggregationTable empty = newTable();
        try {
            tables.update(0, empty.map());
        } catch (RuntimeException e) {
            empty.close();
            throw e;
        }
        table = empty;
        return old;
    }

    /// Waits for the end of [#close()].
    ///
    /// @return whether it has ended
    public boolean awaitClose(Duration most) throws InterruptedException {
        return closed.await(Math.max(0, most.toNanos()), TimeUnit.NANOSECONDS);
    }

    /// The kernel's counters, after the close those at its end.
    public synchronized long count(TraceCounter counter) {
        readCounts();
        return lastCounts[counter.index];
    }

    /// How often the kernel has skipped the programs, after the close as it was at its end.
    public synchronized long misses() {
        readCounts();
        return lastMisses;
    }

    private void readCounts() {
        if (!ended) {
            long[] counts = new long[lastCounts.length];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = counters.get(i);
            }
            lastCounts = counts;
            lastMisses = function.programs().misses();
        }
    }

    /// Lets the kernel call its own test functions.
    ///
    /// @return 0, or a negative errno
    /// @throws IllegalStateException if it is attached by kprobes, which the kernel does not do for
    public int testRun() {
        return function.programs().testRun();
    }

    /// Detaches, waits for the programs that still run, and keeps what there is in the table.
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        RuntimeException failure =
                new IllegalStateException("close the aggregation of " + function().name());
        function.programs().detach(failure);
        synchronized (this) {
            try {
                tables.delete(0);
                readCounts();
                rest = plan.rows().of(table);
            } catch (RuntimeException e) { // of a record's constructor, or the kernel's
                failure.addSuppressed(e);
            }
            ended = true;
            function.programs().unload(failure);
            giveBack(failure);
        }
        closed.countDown();
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void giveBack(RuntimeException failure) {
        for (AggregationTable one : Arrays.asList(unread, table)) {
            if (one != null) {
                opened.push(one);
            }
        }
        unread = null;
        FunctionPrograms.close(opened, failure);
    }
}
