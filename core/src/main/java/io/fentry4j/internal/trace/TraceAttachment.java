package io.fentry4j.internal.trace;

import io.fentry4j.BpfHashMap;
import io.fentry4j.BpfMap;
import io.fentry4j.ListenerThread;
import io.fentry4j.PerCpuArrayMap;
import io.fentry4j.RingBufferMap;
import io.fentry4j.data.RecordView;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.map.MapAccess;
import io.fentry4j.internal.program.AttachTarget;
import io.fentry4j.internal.program.CounterMap;
import io.fentry4j.internal.program.ProgramKind;
import io.fentry4j.internal.program.RawProgram;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The programs, maps and links of a plan in the kernel, and the thread that reads their events.
public final class TraceAttachment implements AutoCloseable {

    private static final String NAME = "fentry4j_trace";

    /// How much is kept where.
    ///
    /// @param ringBytes the size of the ring buffer
    /// @param calls how many calls can be under way at a time
    public record Sizes(int ringBytes, int calls) {}

    private final TraceTarget target;
    private final Map<String, BpfMap> maps = new HashMap<>();
    private final Deque<RawProgram> programs = new ArrayDeque<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CounterMap counters;
    private final ListenerThread listener;

    /// Whether the counters have been read for the last time.
    private boolean ended;

    private long[] lastCounts = new long[TraceCounter.COUNT];
    private long lastMisses;

    private TraceAttachment(
            TracePlan<?> plan, TraceTarget target, Sizes sizes, Consumer<RecordView> listener) {
        this.target = target;
        try {
            this.counters = open(CounterMap.create(NAME, TraceCounter.COUNT));
            ValueType<byte[]> event = ValueType.bytes(plan.eventBytes());
            var events =
                    map(TracePlan.EVENTS, RingBufferMap.create(NAME, event, sizes.ringBytes()));
            map(TracePlan.SCRATCH, PerCpuArrayMap.create(NAME, event, 1));
            if (plan.entry().isPresent() && plan.exit().isPresent()) {
                map(TracePlan.CALLS, BpfHashMap.create(NAME, ValueType.U64, event, sizes.calls()));
            }
            try (AttachTarget function =
                    AttachTarget.of(target.module(), target.function().func().id())) {
                Optional<RawProgram> exit = load(ProgramKind.FEXIT, function, plan.exit());
                Optional<RawProgram> entry = load(ProgramKind.FENTRY, function, plan.entry());
                this.listener = open(events.listenRaw(listener));
                // At the return first: each entry that is seen then has its return seen as well.
                // The close goes the other way.
                exit.ifPresent(program -> open(program.attachTracing(target.function().name())));
                entry.ifPresent(program -> open(program.attachTracing(target.function().name())));
            }
        } catch (RuntimeException e) {
            closeAll(e);
            throw e;
        }
    }

    /// Loads and attaches.
    ///
    /// @param listener called by one thread with each event
    /// @throws BpfException if the kernel refuses, by its cause
    public static TraceAttachment attach(
            TracePlan<?> plan, TraceTarget target, Sizes sizes, Consumer<RecordView> listener) {
        LibbpfLibrary.require();
        return new TraceAttachment(plan, target, sizes, listener);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    private <M extends BpfMap> M map(String name, M map) {
        maps.put(name, map);
        return open(map);
    }

    private Optional<RawProgram> load(
            ProgramKind kind, AttachTarget function, Optional<Code> code) {
        return code.map(of -> {
            RawProgram program =
                    RawProgram.load(
                            NAME,
                            kind,
                            function,
                            target.function().name(),
                            of,
                            name ->
                                    name.equals(TracePlan.COUNTS)
                                            ? counters.fd()
                                            // the maps stay open: nobody else has them
                                            : MapAccess.handle(
                                                            Objects.requireNonNull(maps.get(name)))
                                                    .call(fd -> fd));
            programs.push(program);
            return open(program);
        });
    }

    /// The function.
    public TraceTarget target() {
        return target;
    }

    /// The thread that reads the events.
    public ListenerThread listener() {
        return listener;
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

    private synchronized void readCounts() {
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

    /// Detaches, lets the listener have what is there, reads the counters, and gives the rest back.
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        RuntimeException failure = new IllegalStateException("close " + target.function().name());
        closeUntil(failure, RawProgram.class);
        synchronized (this) {
            readCounts();
            ended = true;
        }
        closeAll(failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void closeAll(RuntimeException failure) {
        closeUntil(failure, Void.class);
    }

    /// Youngest first: links, listener, programs, maps.
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
