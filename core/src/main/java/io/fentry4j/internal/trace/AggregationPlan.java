package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.TraceException;
import java.util.List;
import java.util.Optional;

/// All that is to be loaded to aggregate the calls of a function, and how entries become rows.
///
/// @param codes the programs
/// @param keyBytes the size of a key; 0 if there is only one entry
/// @param eventBytes the size of what a program keeps of a call
/// @param words how many words an entry has on each CPU
/// @param <R> the rows
public record AggregationPlan<R>(Codes codes, int keyBytes, int eventBytes, int words, Rows<R> rows)
        implements Plan {

    /// The names of the maps in the programs, besides those that [TracePlan] has too: the array
    /// with the table in use, and an array with the entry that all begin as.
    static final String TABLES = TableOutput.TABLES;

    static final String NOTHING = TableOutput.NOTHING;

    /// What the values of per-CPU maps may have, with room to spare.
    private static final int MAX_BYTES = 16 * 1024;

    /// Each call hashes and compares it.
    private static final int MAX_KEY = 4096;

    /// Checks a record and the filter against the function, and writes the programs.
    ///
    /// @throws TraceException if they do not fit, or cannot be had in this form
    public static <R> AggregationPlan<R> of(
            Class<R> record,
            Btf btf,
            KernelFunction function,
            Optional<String> filter,
            TraceForm form) {
        return new RecordAggregation<>(FunctionForm.of(btf, function, form), record).bind(filter);
    }

    /// Checks expressions and the filter against the function, and writes the programs.
    ///
    /// @throws TraceException if they do not fit, or cannot be had in this form
    public static AggregationPlan<AggregateRow> of(
            List<String> key,
            List<AggregateRequest> requests,
            Btf btf,
            KernelFunction function,
            Optional<String> filter,
            TraceForm form) {
        return new ExpressionAggregation(FunctionForm.of(btf, function, form))
                .bind(key, requests, filter);
    }

    /// Writes the programs of what is bound.
    ///
    /// @param name what rows are called, for messages
    static <R> AggregationPlan<R> write(
            String name,
            FunctionForm function,
            Layout layout,
            Filter filter,
            Aggregates aggregates,
            Rows<R> rows) {
        function.place(layout);
        requireAtMost(MAX_KEY, layout.keySize(), "a key of " + name, "with @MaxBytes");
        requireAtMost(MAX_BYTES, layout.size(), "what is read for " + name, "with @MaxBytes");
        requireAtMost(
                MAX_BYTES, aggregates.words() * Long.BYTES, "an entry of " + name, "in histograms");
        return new AggregationPlan<>(
                function.write(name, layout, filter, new TableOutput(layout, aggregates)),
                layout.keySize(),
                layout.size(),
                aggregates.words(),
                rows);
    }

    private static void requireAtMost(int most, int bytes, String what, String keepLess) {
        if (bytes > most) {
            throw new TraceException(
                    "%s has %d bytes, at most %d can be had: keep less %s"
                            .formatted(what, bytes, most, keepLess),
                    0,
                    List.of());
        }
    }
}
