package io.fentry4j.internal.trace;

import io.fentry4j.ArrayOfMaps;
import io.fentry4j.BpfHashMap;
import io.fentry4j.BpfMap;
import io.fentry4j.PerCpuArrayMap;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.map.MapAccess;
import io.fentry4j.internal.program.AttachTarget;
import io.fentry4j.internal.program.CounterMap;
import io.fentry4j.internal.program.ProgramKind;
import io.fentry4j.internal.program.RawProgram;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    private final AggregationPlan<R> plan;
    private final TraceTarget target;
    private final Sizes sizes;
    private final Map<String, Integer> descriptors = new HashMap<>();
    private final List<RawProgram> programs = new ArrayList<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CounterMap counters;
    private final ArrayOfMaps tables;
    private AggregationTable table;

    /// Whether [#rest] is all that will ever be.
    private boolean ended;

    private List<R> rest = List.of();
    private long[] lastCounts = new long[TraceCounter.COUNT];
    private long lastMisses;

    private AggregationAttachment(AggregationPlan<R> plan, TraceTarget target, Sizes sizes) {
        this.plan = plan;
        this.target = target;
        this.sizes = sizes;
        try {
            this.counters = open(CounterMap.create(NAME, TraceCounter.COUNT));
            descriptors.put(TracePlan.COUNTS, counters.fd());
            CounterMap nothing = open(CounterMap.create(NAME, plan.words()));
            descriptors.put(AggregationPlan.NOTHING, nothing.fd());
            ValueType<byte[]> event = ValueType.bytes(plan.eventBytes());
            map(TracePlan.SCRATCH, PerCpuArrayMap.create(NAME, event, 1));
            if (plan.entry().isPresent() && plan.exit().isPresent()) {
                map(TracePlan.CALLS, BpfHashMap.create(NAME, ValueType.U64, event, sizes.calls()));
            }
            this.table = newTable();
            opened.push(() -> table.close()); // the one that is in use then
            this.tables = map(AggregationPlan.TABLES, ArrayOfMaps.create(NAME, table.map(), 1));
            tables.update(0, table.map());
            attach();
        } catch (RuntimeException e) {
            closeAll(e);
            throw e;
        }
    }

    /// Loads and attaches.
    ///
    /// @throws BpfException if the kernel refuses, by its cause
    public static <R> AggregationAttachment<R> attach(
            AggregationPlan<R> plan, TraceTarget target, Sizes sizes) {
        LibbpfLibrary.require();
        return new AggregationAttachment<>(plan, target, sizes);
    }

    /// At the return first: each entry that is seen then has its return seen as well.
    private void attach() {
        String function = target.function().name();
        try (AttachTarget at = AttachTarget.of(target.module(), target.function().func().id())) {
            Optional<RawProgram> exit = load(ProgramKind.FEXIT, at, plan.exit());
            Optional<RawProgram> entry = load(ProgramKind.FENTRY, at, plan.entry());
            exit.ifPresent(program -> open(program.attachTracing(function)));
            entry.ifPresent(program -> open(program.attachTracing(function)));
        }
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

    private Optional<RawProgram> load(ProgramKind kind, AttachTarget at, Optional<Code> code) {
        return code.map(of -> {
            RawProgram program =
                    RawProgram.load(
                            NAME,
                            kind,
                            at,
                            target.function().name(),
                            of,
                            name -> Objects.requireNonNull(descriptors.get(name)));
            programs.add(program);
            return open(program);
        });
    }

    /// The function.
    public TraceTarget target() {
        return target;
    }

    /// What is in the table.
    public synchronized List<R> snapshot() {
        return ended ? rest : plan.rows().of(table);
    }

    /// What is in the table, out of which it is taken.
    public synchronized List<R> take() {
        try (AggregationTable old = replace()) {
            if (old != null) {
                return plan.rows().of(old);
            }
        }
        List<R> last = rest;
        rest = List.of();
        return last;
    }

    /// Empties the table.
    public synchronized void clear() {
        try (AggregationTable _ = replace()) {
            rest = List.of();
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
            lastMisses = programs.stream().mapToLong(RawProgram::recursionMisses).sum();
        }
    }

    /// Lets the kernel call its own test functions.
    ///
    /// @return 0, or a negative errno
    public int testRun() {
        return programs.getFirst().testRun();
    }

    /// Detaches, waits for the programs that still run, and keeps what there is in the table.
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        RuntimeException failure = new IllegalStateException("close " + target.function().name());
        closeUntil(failure, RawProgram.class);
        synchronized (this) {
            try {
                tables.delete(0);
                readCounts();
                rest = plan.rows().of(table);
            } catch (RuntimeException e) { // of a record's constructor, or the kernel's
                failure.addSuppressed(e);
            }
            ended = true;
            closeAll(failure);
        }
        closed.countDown();
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void closeAll(RuntimeException failure) {
        closeUntil(failure, Void.class);
    }

    /// Youngest first: links, programs, maps.
    ///
    /// @param type of the first one that stays open
    private void closeUntil(RuntimeException failure, Class<?> type) {
        while (!opened.isEmpty() && !type.isInstance(opened.peek())) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
