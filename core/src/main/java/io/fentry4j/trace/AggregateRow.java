package io.fentry4j.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key and what was aggregated of its calls, as an [ExpressionAggregator] asks for it.
///
/// The key has a `Long` for an integer, or a `BigInteger` for one of more than 2^63 - 1; a
/// `Boolean` for a `bool`; a `String` for text, for the name of an enum's value, and for a pointer,
/// in hexadecimal; a `Duration` for `took`; a [CallStack] for a stack; null for what is absent.
///
/// The values are a `Long` for counts, sums, least and greatest values of numbers, a `Double` for
/// averages, a `Duration` for all of these of `took`, a [Histogram]; null if all numbers were
/// absent.
///
/// Unmodifiable.
///
/// @param key in the order in which they were asked for
/// @param values in the order in which they were asked for
public record AggregateRow(List<@Nullable Object> key, List<@Nullable Object> values) {

    /// A row.
    public AggregateRow {
        key = Collections.unmodifiableList(new ArrayList<>(key));
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
