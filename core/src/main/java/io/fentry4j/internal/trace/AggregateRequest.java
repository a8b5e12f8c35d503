package io.fentry4j.internal.trace;

import io.fentry4j.internal.expression.Parser;
import io.fentry4j.trace.Average;
import io.fentry4j.trace.Count;
import io.fentry4j.trace.Linear;
import io.fentry4j.trace.Log2;
import io.fentry4j.trace.Max;
import io.fentry4j.trace.Min;
import io.fentry4j.trace.Sum;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What is to be aggregated, before anything is known of its types.
///
/// @param expression the number; of a count, nothing
/// @param from of a linear histogram: where its first bucket begins
/// @param to where its last bucket ends
/// @param step the size of a bucket
public record AggregateRequest(Kind kind, String expression, long from, long to, long step) {

    private static final int MAX_BUCKETS = 1000;

    /// How calls become one value.
    public enum Kind {
        COUNT,
        SUM,
        MIN,
        MAX,
        AVERAGE,
        LOG2,
        LINEAR
    }

    private record Source<A extends Annotation>(
            Class<A> type, Function<A, AggregateRequest> request) {

        Optional<AggregateRequest> of(RecordComponent component) {
            return Optional.ofNullable(component.getAnnotation(type)).map(request);
        }
    }

    private static final List<Source<?>> SOURCES =
            List.of(
                    new Source<>(Count.class, count -> count()),
                    new Source<>(Sum.class, sum -> of(Kind.SUM, sum.value())),
                    new Source<>(Min.class, min -> of(Kind.MIN, min.value())),
                    new Source<>(Max.class, max -> of(Kind.MAX, max.value())),
                    new Source<>(Average.class, average -> of(Kind.AVERAGE, average.value())),
                    new Source<>(Log2.class, log2 -> of(Kind.LOG2, log2.value())),
                    new Source<>(
                            Linear.class,
                            linear ->
                                    new AggregateRequest(
                                            Kind.LINEAR,
                                            linear.value(),
                                            linear.from(),
                                            linear.to(),
                                            linear.step())));

    /// One of calls.
    public static AggregateRequest count() {
        return of(Kind.COUNT, "");
    }

    /// One of a number that needs nothing else.
    public static AggregateRequest of(Kind kind, String expression) {
        return new AggregateRequest(kind, expression, 0, 0, 0);
    }

    /// What a component's annotation asks for; empty for a component of the key.
    static Optional<AggregateRequest> of(RecordComponent component) {
        return SOURCES.stream().flatMap(source -> source.of(component).stream()).findFirst();
    }

    /// Gives it a meaning.
    ///
    /// @throws io.fentry4j.internal.expression.ExpressionException if the expression is no number
    /// @throws IllegalArgumentException if the buckets do not fit
    Aggregate bind(Function<String, TermBinder> numbers) {
        if (kind == Kind.COUNT) {
            return new Aggregate.Count();
        }
        Term term = numbers.apply(expression).term(Parser.parse(expression));
        return switch (kind) {
            case COUNT -> throw new AssertionError("it has no number");
            case SUM -> new Aggregate.Sum(term);
            case MIN -> new Aggregate.Extreme(term, false);
            case MAX -> new Aggregate.Extreme(term, true);
            case AVERAGE -> new Aggregate.Average(term);
            case LOG2 -> new Aggregate.Log2(term);
            case LINEAR -> linear(term);
        };
    }

    private Aggregate linear(Term term) {
        long size = to - from;
        if (step <= 0 || to <= from || size <= 0 || size % step != 0) {
            throw new IllegalArgumentException(
                    "from %d to %d is no whole number of steps of %d".formatted(from, to, step));
        }
        if (size / step > MAX_BUCKETS) {
            throw new IllegalArgumentException(
                    "from %d to %d in steps of %d takes %d buckets, at most %d can be had"
                            .formatted(from, to, step, size / step, MAX_BUCKETS));
        }
        if (term.range() == Term.Range.UNSIGNED && from < 0) {
            throw new IllegalArgumentException(
                    "`%s` is never less than 0, and the first bucket begins at %d"
                            .formatted(expression, from));
        }
        return new Aggregate.Linear(term, from, step, (int) (size / step));
    }
}
