package io.fentry4j.internal.trace;

import io.fentry4j.BpfMap;
import io.fentry4j.ListenerThread;
import io.fentry4j.RingBufferMap;
import io.fentry4j.data.RecordView;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.PermissionException;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.map.MapAccess;
import io.fentry4j.internal.program.CounterMap;
import io.fentry4j.trace.LeftOutFunction;
import io.fentry4j.trace.Mode;
import io.fentry4j.trace.TraceException;
import io.fentry4j.trace.TracedFunction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;

/// Functions that are being traced: their programs in the kernel, the maps that these share, and
/// the thread that reads their events.
public final class TraceAttachment implements AutoCloseable {

    /// How many functions can be traced together. Each has one or two programs of its own, which
    /// the verifier checks, and trampolines of a page; the kernel attaches and detaches one after
    /// the other.
    public static final int MOST_FUNCTIONS = CallAccess.FUNCTIONS;

    private static final String NAME = "fentry4j_trace";

    private final Map<String, BpfMap> maps = new HashMap<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<AttachedFunction> functions = new ArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CounterMap counters;
    private final ListenerThread listener;
    private final List<LeftOutFunction> leftOut;

    /// Whether the counters have been read for the last time.
    private boolean ended;

    private long[] lastCounts = new long[TraceCounter.COUNT];
    private long lastMisses;

    private <R> TraceAttachment(
            List<Plans<TracePlan<R>>> all,
            boolean numbered,
            TraceOptions options,
            Consumer<? super R> consumer) {
        AtomicReferenceArray<Function<RecordView, R>> decoders =
                new AtomicReferenceArray<>(all.size());
        try {
            this.counters = open(CounterMap.create(NAME, TraceCounter.COUNT));
            RingBufferMap<byte[]> events = createMaps(all, options);
            RecordView event = new RecordView();
            this.listener =
                    events.listenRaw(record -> {
                        event.copyFrom(record); // fields are read faster from a copy
                        consumer.accept(decoders.get(numbered ? event.getInt(0) : 0).apply(event));
                    });
            FunctionAttacher<TracePlan<R>> attacher =
                    new FunctionAttacher<>(
                            NAME,
                            options.choice(),
                            KretprobeRoom.among(all.size()),
                            this::descriptor,
                            (number, plan) -> decoders.set(number, plan.decoder()));
            try {
                for (Plans<TracePlan<R>> plans : all) {
                    attach(attacher, plans, options);
                }
                if (functions.isEmpty()) {
                    throw options.leftOut().orElseThrow().none();
                }
            } catch (RuntimeException e) {
                detach(e);
                unload(e);
                throw e;
            }
        } catch (RuntimeException e) {
            FunctionPrograms.close(opened, e);
            throw e;
        }
        this.leftOut = options.leftOut().map(LeftOut::functions).orElse(List.of());
    }

    private <R> void attach(
            FunctionAttacher<TracePlan<R>> attacher,
            Plans<TracePlan<R>> plans,
            TraceOptions options) {
        try {
            functions.add(attacher.attach(plans));
        } catch (PermissionException | PolicyException e) {
            throw e; // the others would be refused too
        } catch (TraceException | BpfException e) {
            leaveOut(plans.target(), e, options);
        }
    }

    private static void leaveOut(TraceTarget target, RuntimeException why, TraceOptions options) {
        options.leftOut().orElseThrow(() -> why).add(target.name(), why);
    }

    private RingBufferMap<byte[]> createMaps(List<? extends Plans<?>> all, TraceOptions options) {
        int bytes = all.stream().mapToInt(Plans::eventBytes).max().orElseThrow();
        ValueType<byte[]> event = ValueType.bytes(bytes);
        var events = map(TracePlan.EVENTS, RingBufferMap.create(NAME, event, options.ringBytes()));
        CallMaps.create(
                NAME, bytes, all.stream().anyMatch(Plans::paired), options.calls(), this::map);
        return events;
    }

    /// Loads and attaches.
    ///
    /// @param requests at least one; there is one thread and one ring buffer for all
    /// @param listener called by one thread with what each event becomes
    /// @throws TraceException if programs cannot be had as the options say, or there are more
    ///   functions than [#MOST_FUNCTIONS]
    /// @throws BpfException if the kernel refuses, by its cause
    public static <R> TraceAttachment attach(
            List<PlanRequest<TracePlan<R>>> requests,
            TraceOptions options,
            Consumer<? super R> listener) {
        boolean numbered = requests.size() > 1 || options.leftOut().isPresent();
        List<Plans<TracePlan<R>>> all = new ArrayList<>();
        for (PlanRequest<TracePlan<R>> request : requests) {
            int number = all.size() % MOST_FUNCTIONS; // one more is only checked
            Plans<TracePlan<R>> plans =
                    new Plans<>(request, number, numbered, options.choice().mode());
            try {
                plans.check();
                all.add(plans);
            } catch (TraceException | BpfException e) {
                leaveOut(request.target(), e, options);
            }
            if (all.size() > MOST_FUNCTIONS) {
                throw tooMany(requests.size());
            }
        }
        if (all.isEmpty()) {
            throw options.leftOut().orElseThrow().none();
        }
        LibbpfLibrary.require();
        return new TraceAttachment(all, numbered, options, listener);
    }

    private static TraceException tooMany(int functions) {
        return new TraceException(
                "more than %d of %d functions could be traced with this record, and %d can: each"
                                .formatted(MOST_FUNCTIONS, functions, MOST_FUNCTIONS)
                        + " has programs of its own, which are attached one by one. Choose fewer",
                0,
                List.of());
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    private <M extends BpfMap> M map(String name, M map) {
        maps.put(name, map);
        return open(map);
    }

    private int descriptor(String map) {
        return map.equals(Counting.COUNTS)
                ? counters.fd()
                // the maps stay open: nobody else has them
                : MapAccess.handle(Objects.requireNonNull(maps.get(map))).call(fd -> fd);
    }

    /// The functions, and how each is attached.
    public List<TracedFunction> functions() {
        return functions.stream().map(AttachedFunction::description).toList();
    }

    /// The functions that were to be traced and are not.
    public List<LeftOutFunction> leftOut() {
        return leftOut;
    }

    /// The thread that reads the events.
    public ListenerThread listener() {
        return listener;
    }

    /// The programs as text.
    public String text() {
        if (functions.size() == 1) {
            return functions.getFirst().plan().codes().text();
        }
        StringBuilder text = new StringBuilder();
        functions.forEach(function ->
                text.append(function.target().name())
                        .append(":\n")
                        .append(function.plan().codes().text()));
        return text.toString();
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
            lastMisses = functions.stream().mapToLong(f -> f.programs().misses()).sum();
        }
    }

    /// Lets the kernel call its own test functions.
    ///
    /// @return 0, or a negative errno
    /// @throws IllegalStateException if there are kprobes only, which it does not do for
    public int testRun() {
        AttachedFunction any =
                functions.stream()
                        .filter(function -> function.plan().codes().mode() == Mode.FENTRY)
                        .findFirst()
                        .orElse(functions.getFirst());
        return any.programs().testRun();
    }

    /// Detaches, lets the listener have what is there, reads the counters, and gives the rest back.
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        RuntimeException failure =
                new IllegalStateException(
                        "close the trace of " + functions.getFirst().target().name());
        detach(failure);
        synchronized (this) {
            readCounts();
            ended = true;
        }
        unload(failure);
        FunctionPrograms.close(opened, failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    /// Then the listener has had all that is there.
    private void detach(RuntimeException failure) {
        functions.reversed().forEach(function -> function.programs().detach(failure));
        FunctionPrograms.close(new ArrayDeque<>(List.of(listener)), failure);
    }

    private void unload(RuntimeException failure) {
        functions.reversed().forEach(function -> function.programs().unload(failure));
    }
}
