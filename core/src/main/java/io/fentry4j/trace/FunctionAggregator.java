package io.fentry4j.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.trace.AggregationAttachment;
import io.fentry4j.internal.trace.AggregationPlan;
import io.fentry4j.internal.trace.ModeChoice;
import io.fentry4j.internal.trace.PlanRequest;
import io.fentry4j.internal.trace.TraceTarget;
import java.util.List;
import java.util.Optional;

/// Aggregates the calls of a kernel function in the kernel: counts, sums, least and greatest
/// values, averages and histograms, by a key.
///
/// ```java
/// @Trace("vfs_read")
/// record Reads(
///         @Comm String comm,
///         @Count long calls,
///         @Sum("ret") long bytes,
///         @Max("took") Duration slowest,
///         @Log2("count") Histogram sizes) {}
///
/// try (var reads = FunctionAggregator.of(Reads.class).where("ret > 0").attach()) {
///     Thread.sleep(Duration.ofSeconds(10));
///     reads.snapshot().forEach(System.out::println);
/// }
/// ```
///
/// The components with [Count], [Sum], [Min], [Max], [Average], [Log2] and [Linear] are aggregated.
/// The others are the key, and can be all that a record of a [FunctionTracer] can have: each
/// different key has a row. Without them there is one row. A `byte[]` in a key has no equality in
/// Java.
///
/// Each call costs a lookup in a hash instead of an event, and nothing wakes up user space. The
/// kernel keeps the words of an entry for each possible CPU; a program runs once at a time on a
/// CPU, so that no call is counted wrong, also where the kernel preempts itself. A table takes
/// (size of the key + size of the words × CPUs) × [#maxKeys] bytes at once.
///
/// A function without a trampoline is aggregated by kprobes, and [Aggregation#mode()] says so: see
/// [FunctionTracer#mode].
///
/// Requires Linux 5.12 with BTF, for fentry on arm64 6.4; needs `CAP_BPF` and `CAP_PERFMON`.
/// Immutable.
///
/// @param <R> the record
public final class FunctionAggregator<R> {

    static final int KEYS = 4096;
    static final int CALLS = 8192;

    private final Class<R> record;
    private final List<String> functions;
    private final Optional<String> filter;
    private final int keys;
    private final Optional<Mode> mode;

    private FunctionAggregator(
            Class<R> record,
            List<String> functions,
            Optional<String> filter,
            int keys,
            Optional<Mode> mode) {
        this.record = record;
        this.functions = functions;
        this.filter = filter;
        this.keys = keys;
        this.mode = mode;
    }

    /// An aggregator of the function that the record's [Trace] names.
    ///
    /// @throws TraceException if it is no record, or has no such annotation
    public static <R extends Record> FunctionAggregator<R> of(Class<R> record) {
        Trace trace = record.getAnnotation(Trace.class);
        if (trace == null || trace.value().length == 0) {
            throw new TraceException(
                    "record %s names no function: annotate it with @Trace(\"function\")"
                            .formatted(record.getSimpleName()),
                    0,
                    List.of());
        }
        return new FunctionAggregator<>(
                record, List.of(trace.value()), Optional.empty(), KEYS, Optional.empty());
    }

    /// An aggregator without a record: the key and what is aggregated are texts.
    ///
    /// @param functions the first of them that there is; of a module `module:function`
    /// @throws IllegalArgumentException if there is none
    public static ExpressionAggregator of(String... functions) {
        if (functions.length == 0) {
            throw new IllegalArgumentException("aggregate calls: no function is named");
        }
        return ExpressionAggregator.of(List.of(functions));
    }

    /// Aggregates those calls only that pass a filter, which the kernel applies.
    ///
    /// The filter is an expression as in [FunctionTracer#where]. A name is a component of the key
    /// or an argument; the names that there are besides mean the same. The numbers of [Sum] and the
    /// like are expressions of the same language.
    ///
    /// Checked by [#attach]: what is wrong with it is a [TraceException] then.
    public FunctionAggregator<R> where(String expression) {
        return new FunctionAggregator<>(record, functions, Optional.of(expression), keys, mode);
    }

    /// Takes another room than for 4,096 different keys. Calls with a key for which there is no
    /// room are counted as lost.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public FunctionAggregator<R> maxKeys(int maxKeys) {
        return new FunctionAggregator<>(record, functions, filter, checked(maxKeys), mode);
    }

    /// Attaches in this mode or not at all: see [FunctionTracer#mode].
    public FunctionAggregator<R> mode(Mode only) {
        return new FunctionAggregator<>(record, functions, filter, keys, Optional.of(only));
    }

    static int checked(int maxKeys) {
        if (maxKeys < 1) {
            throw new IllegalArgumentException(
                    "room for %d keys: at least 1 is needed".formatted(maxKeys));
        }
        return maxKeys;
    }

    /// Attaches to the function.
    ///
    /// @throws TraceException if the record or the filter does not fit the function; nothing has
    ///   been loaded then
    /// @throws BpfException if there is no such function, or the kernel refuses, by its cause
    public Aggregation<R> attach() {
        TraceTarget target = TraceTarget.find(functions);
        return new Aggregation<>(
                AggregationAttachment.attach(
                        new PlanRequest<>(
                                target,
                                form ->
                                        AggregationPlan.of(
                                                record,
                                                target.btf(),
                                                target.function(),
                                                filter,
                                                form)),
                        ModeChoice.of(mode),
                        new AggregationAttachment.Sizes(keys, CALLS)));
    }
}
