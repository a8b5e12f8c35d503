package io.fentry4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.internal.asm.Origin;
import io.fentry4j.trace.Histogram;
import io.fentry4j.trace.Histogram.Bucket;
import io.fentry4j.trace.Histogram.Unit;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How the words of several CPUs become one value.
class AggregateTest {

    private static final Origin ORIGIN = new Origin("test", 1, "test");
    private static final Term SIGNED = number(Term.Range.SIGNED, false);
    private static final Term UNSIGNED = number(Term.Range.UNSIGNED, false);
    private static final Term TIME = number(Term.Range.BOTH, true);

    private static Term number(Term.Range range, boolean duration) {
        return new Term.Constant(0, range, duration);
    }

    private static Object value(Aggregate aggregate, long[]... cpus) {
        Aggregates all = new Aggregates();
        Aggregates.Placed placed = all.add(aggregate, ORIGIN);
        long[] words = new long[all.words()];
        for (long[] cpu : cpus) {
            all.merge(words, cpu);
        }
        Object value = AggregateValues.any(placed).apply(words);
        return value == null ? "none" : value;
    }

    private static long[] words(long... words) {
        return words;
    }

    @Test
    void calls_and_sums_are_added() {
        assertThat(value(new Aggregate.Count(), words(2), words(0), words(5))).isEqualTo(7L);
        assertThat(value(new Aggregate.Sum(SIGNED), words(2, 10), words(1, -4))).isEqualTo(6L);
        assertThat(value(new Aggregate.Sum(TIME), words(2, 10), words(1, 5)))
                .isEqualTo(Duration.ofNanos(15));
        assertThat(value(new Aggregate.Average(SIGNED), words(2, 2, 10), words(1, 1, -4)))
                .isEqualTo(2.0);
    }

    @Test
    void a_cpu_without_a_value_has_no_least_and_no_greatest_one() {
        var least = new Aggregate.Extreme(SIGNED, false);
        var greatest = new Aggregate.Extreme(SIGNED, true);

        assertThat(value(least, words(0, 0, 0), words(1, 1, 7), words(1, 1, 9))).isEqualTo(7L);
        assertThat(value(greatest, words(0, 0, 0), words(1, 1, -7), words(2, 2, -9)))
                .isEqualTo(-7L);
        assertThat(value(greatest, words(3, 0, 0))).isEqualTo("none");
    }

    @Test
    void unsigned_numbers_of_64_bits_are_compared_as_such() {
        assertThat(value(new Aggregate.Extreme(UNSIGNED, true), words(1, 1, -1), words(1, 1, 5)))
                .isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
        assertThat(value(new Aggregate.Extreme(UNSIGNED, false), words(1, 1, -1), words(1, 1, 5)))
                .isEqualTo(5L);
    }

    @Test
    void a_histogram_has_its_buckets_from_the_first_value_to_the_last() {
        long[] words = new long[1 + Aggregate.Log2.BUCKETS];
        words[1] = 1; // below 0
        words[3] = 2; // 1
        words[3 + 2] = 4; // 4 to 7
        assertThat(value(new Aggregate.Log2(SIGNED), words, words))
                .isEqualTo(
                        new Histogram(
                                Unit.NONE,
                                List.of(
                                        new Bucket(Long.MIN_VALUE, 0, 2),
                                        new Bucket(0, 1, 0),
                                        new Bucket(1, 2, 4),
                                        new Bucket(2, 4, 0),
                                        new Bucket(4, 8, 8))));

        long[] highest = new long[1 + Aggregate.Log2.BUCKETS];
        highest[1 + Aggregate.Log2.BUCKETS - 2] = 1; // from 2^62 on
        highest[1 + Aggregate.Log2.BUCKETS - 1] = 1; // from 2^63 on
        assertThat(value(new Aggregate.Log2(UNSIGNED), highest))
                .isEqualTo(
                        new Histogram(Unit.NONE, List.of(new Bucket(1L << 62, Long.MAX_VALUE, 2))));

        assertThat(value(new Aggregate.Linear(TIME, 10, 5, 2), words(9, 0, 3, 4, 2)))
                .isEqualTo(
                        new Histogram(
                                Unit.NANOSECONDS,
                                List.of(
                                        new Bucket(10, 15, 3),
                                        new Bucket(15, 20, 4),
                                        new Bucket(20, Long.MAX_VALUE, 2))));
    }
}
