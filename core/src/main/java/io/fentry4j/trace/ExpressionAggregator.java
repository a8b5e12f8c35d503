package io.fentry4j.trace;

import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.trace.AggregateRequest;
import io.fentry4j.internal.trace.AggregateRequest.Kind;
import io.fentry4j.internal.trace.AggregationAttachment;
import io.fentry4j.internal.trace.AggregationPlan;
import io.fentry4j.internal.trace.ModeChoice;
import io.fentry4j.internal.trace.PlanRequest;
import io.fentry4j.internal.trace.TraceTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A [FunctionAggregator] without a record: for what is only known when it runs, as on a command
/// line.
///
/// ```java
/// FunctionAggregator.of("vfs_read").by("comm").count().log2("took").where("ret > 0").attach()
/// ```
///
/// Expressions are as in [FunctionAggregator#where]. Immutable: each method gives another one.
public final class ExpressionAggregator {

    private final List<String> functions;
    private final List<String> key;
    private final List<AggregateRequest> requests;
    private final Optional<String> filter;
    private final int maxKeys;
    private final Optional<Mode> mode;

    private ExpressionAggregator(
            List<String> functions,
            List<String> key,
            List<AggregateRequest> requests,
            Optional<String> filter,
            int maxKeys,
            Optional<Mode> mode) {
        this.functions = functions;
        this.key = key;
        this.requests = requests;
        this.filter = filter;
        this.maxKeys = maxKeys;
        this.mode = mode;
    }

    static ExpressionAggregator of(List<String> functions) {
        return new ExpressionAggregator(
                functions,
                List.of(),
                List.of(),
                Optional.empty(),
                FunctionAggregator.KEYS,
                Optional.empty());
    }

    /// Says what the key is made of, after what it is made of already. Without a key there is one
    /// row.
    ///
    /// @param values paths, or `comm`, `pid`, `tid`, `uid`, `gid`, `cpu`, `cgroup`, `ret`, `took`,
    ///   `kstack`, `ustack` (stacks of up to 32 frames)
    public ExpressionAggregator by(String... values) {
        List<String> more = new ArrayList<>(key);
        more.addAll(List.of(values));
        return new ExpressionAggregator(
                functions, List.copyOf(more), requests, filter, maxKeys, mode);
    }

    /// Counts the calls.
    public ExpressionAggregator count() {
        return with(AggregateRequest.count());
    }

    /// Adds up a number.
    public ExpressionAggregator sum(String number) {
        return with(AggregateRequest.of(Kind.SUM, number));
    }

    /// Keeps the least value of a number.
    public ExpressionAggregator min(String number) {
        return with(AggregateRequest.of(Kind.MIN, number));
    }

    /// Keeps the greatest value of a number.
    public ExpressionAggregator max(String number) {
        return with(AggregateRequest.of(Kind.MAX, number));
    }

    /// Takes the mean of a number.
    public ExpressionAggregator average(String number) {
        return with(AggregateRequest.of(Kind.AVERAGE, number));
    }

    /// Makes a histogram of a number, as [Log2] does.
    public ExpressionAggregator log2(String number) {
        return with(AggregateRequest.of(Kind.LOG2, number));
    }

    /// Makes a histogram of a number, as [Linear] does.
    ///
    /// @param from where the first bucket begins; of a duration in nanoseconds
    /// @param to where the last bucket ends
    /// @param step the size of a bucket
    public ExpressionAggregator linear(String number, long from, long to, long step) {
        return with(new AggregateRequest(Kind.LINEAR, number, from, to, step));
    }

    private ExpressionAggregator with(AggregateRequest request) {
        List<AggregateRequest> more = new ArrayList<>(requests);
        more.add(request);
        return new ExpressionAggregator(functions, key, List.copyOf(more), filter, maxKeys, mode);
    }

    /// Aggregates those calls only that pass a filter: see [FunctionAggregator#where].
    public ExpressionAggregator where(String expression) {
        return new ExpressionAggregator(
                functions, key, requests, Optional.of(expression), maxKeys, mode);
    }

    /// Takes another room than for 4,096 different keys: see [FunctionAggregator#maxKeys].
    ///
    /// @throws IllegalArgumentException if it is not positive
    public ExpressionAggregator maxKeys(int keys) {
        return new ExpressionAggregator(
                functions, key, requests, filter, FunctionAggregator.checked(keys), mode);
    }

    /// Attaches in this mode or not at all: see [FunctionTracer#mode].
    public ExpressionAggregator mode(Mode only) {
        return new ExpressionAggregator(
                functions, key, requests, filter, maxKeys, Optional.of(only));
    }

    /// Attaches to the function. If nothing is asked for, the calls are counted.
    ///
    /// @throws TraceException if an expression does not fit the function; nothing has been loaded
    ///   then
    /// @throws BpfException if there is no such function, or the kernel refuses, by its cause
    public Aggregation<AggregateRow> attach() {
        TraceTarget target = TraceTarget.find(functions);
        List<AggregateRequest> asked =
                requests.isEmpty() ? List.of(AggregateRequest.count()) : requests;
        return new Aggregation<>(
                AggregationAttachment.attach(
                        new PlanRequest<>(
                                target,
                                form ->
                                        AggregationPlan.of(
                                                key,
                                                asked,
                                                target.btf(),
                                                target.function(),
                                                filter,
                                                form)),
                        ModeChoice.of(mode),
                        new AggregationAttachment.Sizes(maxKeys, FunctionAggregator.CALLS)));
    }
}
