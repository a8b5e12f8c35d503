package io.fentry4j.internal.trace;

import io.fentry4j.trace.Histogram;
import io.fentry4j.trace.Histogram.Bucket;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// From the words of an entry to Java values.
final class AggregateValues {

    /// From an entry's words; null if there was no value.
    interface Reader extends Function<long[], @Nullable Object> {}

    private AggregateValues() {}

    /// As the type that suits the aggregate.
    static Reader any(Aggregates.Placed placed) {
        boolean duration = placed.aggregate().isDuration();
        return placed.aggregate().unsigned()
                ? words -> unsigned(value(placed, duration, words))
                : words -> value(placed, duration, words);
    }

    private static @Nullable Object unsigned(@Nullable Object value) {
        return value instanceof Long bits && bits < 0
                ? new BigInteger(Long.toUnsignedString(bits))
                : value;
    }

    /// As a component's type.
    ///
    /// @throws IllegalArgumentException if it cannot be this type
    static Reader of(Aggregates.Placed placed, JavaType type) {
        Aggregate aggregate = placed.aggregate();
        Class<?> number =
                switch (aggregate) {
                    case Aggregate.Log2 _, Aggregate.Linear _ -> Histogram.class;
                    case Aggregate.Average _ -> Double.class;
                    default -> Long.class;
                };
        boolean duration = aggregate.isDuration() && type.value() == Duration.class;
        if (type.value() != number && !(duration && number != Histogram.class)) {
            throw new IllegalArgumentException("declare " + wanted(number, aggregate));
        }
        if (aggregate.mayLack()
                && (aggregate instanceof Aggregate.Extreme
                        || aggregate instanceof Aggregate.Average)
                && !type.holdsNothing()) {
            throw new IllegalArgumentException(
                    "the number is read through a pointer and may be absent: declare "
                            + (number == Long.class ? "`Long` or `OptionalLong`" : "`Double`"));
        }
        Reader reader = words -> value(placed, duration, words);
        if (type.declared() == Optional.class) {
            return words -> Optional.ofNullable(reader.apply(words));
        }
        if (type.declared() == OptionalLong.class) {
            return words ->
                    reader.apply(words) instanceof Long value
                            ? OptionalLong.of(value)
                            : OptionalLong.empty();
        }
        return reader;
    }

    private static String wanted(Class<?> number, Aggregate aggregate) {
        if (number == Histogram.class) {
            return "a `Histogram`";
        }
        String primitive = number == Long.class ? "a `long`" : "a `double`";
        return aggregate.isDuration() ? primitive + " of nanoseconds or a `Duration`" : primitive;
    }

    private static @Nullable Object value(
            Aggregates.Placed placed, boolean duration, long[] words) {
        int at = placed.at();
        return switch (placed.aggregate()) {
            case Aggregate.Count _ -> words[Aggregates.CALLS];
            case Aggregate.Sum _ -> number(words[at], duration);
            case Aggregate.Extreme _ -> words[at] == 0 ? null : number(words[at + 1], duration);
            case Aggregate.Average average ->
                    words[at] == 0 ? null : average(average, words[at], words[at + 1], duration);
            case Aggregate.Log2 log2 -> histogram(log2, log2(words, at));
            case Aggregate.Linear linear -> histogram(linear, linear(linear, words, at));
        };
    }

    private static Object number(long value, boolean duration) {
        return duration ? (Object) Duration.ofNanos(value) : (Object) value;
    }

    private static Object average(
            Aggregate.Average average, long count, long sum, boolean duration) {
        if (duration) {
            return Duration.ofNanos(sum / count);
        }
        double total =
                average.unsigned()
                        ? new BigInteger(Long.toUnsignedString(sum)).doubleValue()
                        : (double) sum;
        return total / count;
    }

    private static List<Bucket> log2(long[] words, int at) {
        List<Bucket> buckets = new ArrayList<>();
        buckets.add(new Bucket(Long.MIN_VALUE, 0, words[at]));
        buckets.add(new Bucket(0, 1, words[at + 1]));
        int last = Long.SIZE - 2;
        for (int bit = 0; bit < last; bit++) {
            buckets.add(new Bucket(1L << bit, 2L << bit, words[at + 2 + bit]));
        }
        long most = words[at + 2 + last] + words[at + 3 + last]; // no `long` is their bound
        buckets.add(new Bucket(1L << last, Long.MAX_VALUE, most));
        return buckets;
    }

    private static List<Bucket> linear(Aggregate.Linear linear, long[] words, int at) {
        List<Bucket> buckets = new ArrayList<>();
        buckets.add(new Bucket(Long.MIN_VALUE, linear.from(), words[at]));
        long from = linear.from();
        for (int i = 1; i <= linear.buckets(); i++) {
            buckets.add(new Bucket(from, from + linear.step(), words[at + i]));
            from += linear.step();
        }
        buckets.add(new Bucket(from, Long.MAX_VALUE, words[at + linear.buckets() + 1]));
        return buckets;
    }

    private static Histogram histogram(Aggregate aggregate, List<Bucket> all) {
        int first = 0;
        int end = all.size();
        while (first < end && all.get(first).count() == 0) {
            first++;
        }
        while (end > first && all.get(end - 1).count() == 0) {
            end--;
        }
        return new Histogram(
                aggregate.isDuration() ? Histogram.Unit.NANOSECONDS : Histogram.Unit.NONE,
                all.subList(first, end));
    }
}
