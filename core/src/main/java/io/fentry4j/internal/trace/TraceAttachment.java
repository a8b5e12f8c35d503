package io.fentry4j.internal.trace;

import io.fentry4j.BpfMap;
import io.fentry4j.ListenerThread;
import io.fentry4j.RingBufferMap;
import io.fentry4j.data.RecordView;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.FeatureUnsupportedException;
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
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Functions that are being traced: their programs in the kernel, the maps that these share, and
/// the thread that reads their events.
public final class TraceAttachment implements AutoCloseable {

    /// How many functions can be traced together if each has programs of its own, which the
    /// verifier checks, and trampolines of a page; the kernel attaches and detaches one after the
    /// other. More than that share programs.
    public static final int MOST_FUNCTIONS = CallAccess.FUNCTIONS;

    /// How many functions can share programs.
    public static final int MOST_SHARING = CallAccess.SHARING_FUNCTIONS;

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
            boolean shared,
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
            FunctionAttacher.Chosen<TracePlan<R>> chosen =
                    (number, plan) -> decoders.set(number, plan.decoder());
            try {
                if (shared) {
                    attachShared(all, chosen, options);
                } else {
                    attachEach(all, chosen, options);
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

    private <R> void attachShared(
            List<Plans<TracePlan<R>>> all,
            FunctionAttacher.Chosen<TracePlan<R>> chosen,
            TraceOptions options) {
        Optional<String> whyNotFentry =
                options.choice().mode().isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                "fentry can have %d functions, and there are %d"
                                        .formatted(MOST_FUNCTIONS, all.size()));
        new SharedAttacher<>(
                        NAME,
                        whyNotFentry,
                        this::descriptor,
                        chosen,
                        (target, e) -> leaveOut(target, e, options),
                        functions)
                .attach(all);
        functions.sort(Comparator.comparingInt(AttachedFunction::number));
    }

    private <R> void attachEach(
            List<Plans<TracePlan<R>>> all,
            FunctionAttacher.Chosen<TracePlan<R>> chosen,
            TraceOptions options) {
        FunctionAttacher<TracePlan<R>> attacher =
                new FunctionAttacher<>(
                        NAME,
                        options.choice(),
                        KretprobeRoom.among(all.size()),
                        this::descriptor,
                        chosen);
        all.forEach(plans -> attach(attacher, plans, options));
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
    /// @throws TraceException if programs cannot be had as the options say, or there are too many
    ///   functions
    /// @throws BpfException if the kernel refuses, by its cause
    public static <R> TraceAttachment attach(
            List<PlanRequest<TracePlan<R>>> requests,
            TraceOptions options,
            Consumer<? super R> listener) {
        boolean numbered = requests.size() > 1 || options.leftOut().isPresent();
        Optional<Mode> mode = options.choice().mode();
        boolean shared = numbered && mode.equals(Optional.of(Mode.KPROBE_MULTI));
        Planned<R> planned =
                Planned.of(requests, numbered, mode, shared ? MOST_SHARING : MOST_FUNCTIONS);
        if (planned.tooMany && mode.isEmpty()) {
            shared = true;
            planned = Planned.of(requests, numbered, Optional.of(Mode.KPROBE_MULTI), MOST_SHARING);
        }
        if (planned.tooMany) {
            throw tooMany(planned.plans.size(), requests.size(), mode, null);
        }
        planned.refused.forEach((target, why) -> leaveOut(target, why, options));
        if (planned.plans.isEmpty()) {
            throw options.leftOut().orElseThrow().none();
        }
        LibbpfLibrary.require();
        try {
            return new TraceAttachment(planned.plans, numbered, shared, options, listener);
        } catch (FeatureUnsupportedException e) {
            throw shared && mode.isEmpty() ? tooMany(MOST_FUNCTIONS, requests.size(), mode, e) : e;
        }
    }

    /// What the programs for each function are, or why there are none for it.
    private static final class Planned<R> {
        private final List<Plans<TracePlan<R>>> plans = new ArrayList<>();
        private final Map<TraceTarget, RuntimeException> refused = new LinkedHashMap<>();
        private boolean tooMany;

        static <R> Planned<R> of(
                List<PlanRequest<TracePlan<R>>> requests,
                boolean numbered,
                Optional<Mode> mode,
                int most) {
            Planned<R> all = new Planned<>();
            for (PlanRequest<TracePlan<R>> request : requests) {
                int number = all.plans.size() % most; // one more is only checked
                Plans<TracePlan<R>> plans = new Plans<>(request, number, numbered, mode);
                try {
                    plans.check();
                } catch (TraceException | BpfException e) {
                    all.refused.put(request.target(), e);
                    continue;
                }
                if (all.plans.size() == most) {
                    all.tooMany = true;
                    break;
                }
                all.plans.add(plans);
            }
            return all;
        }
    }

    private static TraceException tooMany(
            int most, int functions, Optional<Mode> mode, @Nullable BpfException noSharing) {
        String why =
                noSharing != null
                        ? "More share programs by kprobe.multi: " + noSharing.getMessage()
                        : mode.isPresent() && mode.get() != Mode.KPROBE_MULTI
                                ? "Choose fewer, or another mode"
                                : "Choose fewer";
        TraceException failure =
                new TraceException(
                        "more than %d of %d functions could be traced with this record, and %d can. %s"
                                .formatted(most, functions, most, why),
                        0,
                        List.of());
        if (noSharing != null) {
            failure.initCause(noSharing);
        }
        return failure;
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
            lastMisses = programs().stream().mapToLong(FunctionPrograms::misses).sum();
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
        programs().reversed().forEach(programs -> programs.detach(failure));
        FunctionPrograms.close(new ArrayDeque<>(List.of(listener)), failure);
    }

    private void unload(RuntimeException failure) {
        programs().reversed().forEach(programs -> programs.unload(failure));
    }

    /// Functions may share them.
    private List<FunctionPrograms> programs() {
        return functions.stream().map(AttachedFunction::programs).distinct().toList();
    }
}
