package io.fentry4j.trace;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How many values lie where: what [Log2] and [Linear] make in the kernel.
///
/// ```
///     [4K, 8K)          2 |#                                       |
///    [8K, 16K)          0 |                                        |
///   [16K, 32K)         97 |########################################|
/// ```
///
/// Immutable.
///
/// @param unit what the bounds are
/// @param buckets from the first that has a value to the last, without a gap; none if there are no
///   values
public record Histogram(Unit unit, List<Bucket> buckets) {

    private static final int BAR = 40;
    private static final String POWERS = "KMGTPE";
    private static final double THOUSAND = 1000;

    /// What the bounds of buckets are.
    public enum Unit {
        /// Plain numbers.
        NONE,
        /// Times, in nanoseconds.
        NANOSECONDS
    }

    /// The values from `from` on that are less than `to`.
    ///
    /// @param from [Long#MIN_VALUE] in a bucket of all that is less than `to`
    /// @param to [Long#MAX_VALUE] in a bucket of all from `from` on
    /// @param count how many there are
    public record Bucket(long from, long to, long count) {}

    public Histogram {
        buckets = List.copyOf(buckets);
    }

    /// How many values there are.
    public long total() {
        return buckets.stream().mapToLong(Bucket::count).sum();
    }

    /// A line for each bucket: its bounds, its count, and a bar. Numbers that 1,024 divides are
    /// written with K, M, G, T, P, E; times have three digits.
    @Override
    public String toString() {
        List<String> bounds = buckets.stream().map(this::bounds).toList();
        int width = bounds.stream().mapToInt(String::length).max().orElse(0);
        long most = buckets.stream().mapToLong(Bucket::count).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < buckets.size(); i++) {
            long count = buckets.get(i).count;
            int length = (int) Math.round((double) count / Math.max(most, 1) * BAR);
            text.append(i == 0 ? "" : "\n")
                    .append(" ".repeat(width - bounds.get(i).length()))
                    .append(bounds.get(i))
                    .append("%11d |".formatted(count))
                    .append("#".repeat(length))
                    .append(" ".repeat(BAR - length))
                    .append('|');
        }
        return text.toString();
    }

    private String bounds(Bucket bucket) {
        if (bucket.from == Long.MIN_VALUE) {
            return "(…, %s)".formatted(number(bucket.to));
        }
        if (bucket.to == Long.MAX_VALUE) {
            return "[%s, …)".formatted(number(bucket.from));
        }
        return "[%s, %s)".formatted(number(bucket.from), number(bucket.to));
    }

    private String number(long value) {
        if (unit == Unit.NANOSECONDS) {
            return time(value);
        }
        int power = Math.min(Long.numberOfTrailingZeros(value) / 10, POWERS.length());
        return value == 0 || power == 0
                ? Long.toString(value)
                : (value >> (power * 10)) + POWERS.substring(power - 1, power);
    }

    private static String time(long nanos) {
        if (Math.abs(nanos) < THOUSAND) {
            return nanos == 0 ? "0" : nanos + "ns";
        }
        if (Math.abs(nanos) < Duration.ofSeconds(1).toNanos()) {
            return Math.abs(nanos) < THOUSAND * THOUSAND
                    ? digits(nanos / THOUSAND) + "us"
                    : digits(nanos / THOUSAND / THOUSAND) + "ms";
        }
        return digits(nanos / THOUSAND / THOUSAND / THOUSAND) + "s";
    }

    private static String digits(double value) {
        int whole = Long.toString(Math.abs((long) value)).length();
        String text = String.format(Locale.ROOT, "%." + Math.max(0, 3 - whole) + "f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
