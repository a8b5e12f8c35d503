package io.fentry4j.examples.cli.trace;

import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.AggregationInterval;
import java.util.List;

/// How what was counted becomes lines that are safe to print on a terminal.
///
/// A row has the values of the key, a count, and a histogram for each number.
sealed interface RowFormat permits RowText, RowJson {

    /// The lines of an interval.
    List<String> lines(String function, AggregationInterval<AggregateRow> counted);
}
