package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.TraceException;
import java.util.List;
import java.util.Optional;

/// All that is to be loaded to aggregate the calls of a function, and how entries become rows.
///
/// @param entry the program at the entry, if one is needed
/// @param exit the program at the return, if one is needed
/// @param keyBytes the size of a key; 0 if there is only one entry
/// @param eventBytes the size of what a program keeps of a call
/// @param words how many words an entry has on each CPU
/// @param <R> the rows
public record AggregationPlan<R>(
        Optional<Code> entry,
        Optional<Code> exit,
        int keyBytes,
        int eventBytes,
        int words,
        Rows<R> rows) {

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
    /// @throws TraceException if they do not fit
    public static <R> AggregationPlan<R> of(
            Class<R> record, Btf btf, KernelFunction function, Optional<String> filter) {
        Layout layout = new Layout();
        Scope scope = Scope.of(btf, function);
        return new RecordAggregation<>(btf, layout, scope, record).bind(filter);
    }

    /// Checks expressions and the filter against the function, and writes the programs.
    ///
    /// @throws TraceException if they do not fit
    public static AggregationPlan<AggregateRow> of(
            List<String> key,
            List<AggregateRequest> requests,
            Btf btf,
            KernelFunction function,
            Optional<String> filter) {
        Layout layout = new Layout();
        Scope scope = Scope.of(btf, function);
        return new ExpressionAggregation(btf, layout, scope).bind(key, requests, filter);
    }

    /// Writes the programs of what is bound.
    ///
    /// @param name what rows are called, for messages
    static <R> AggregationPlan<R> write(
            String name, Layout layout, Filter filter, Aggregates aggregates, Rows<R> rows) {
        boolean exit = layout.slots().stream().anyMatch(slot -> slot.atReturn);
        boolean paired = exit && layout.slots().stream().anyMatch(TracePlan::needsEntry);
        layout.place(paired);
        requireAtMost(MAX_KEY, layout.keySize(), "a key of " + name, "with @MaxBytes");
        requireAtMost(MAX_BYTES, layout.size(), "what is read for " + name, "with @MaxBytes");
        requireAtMost(
                MAX_BYTES, aggregates.words() * Long.BYTES, "an entry of " + name, "in histograms");
        Output output = new TableOutput(layout, aggregates);
        Optional<Code> alone =
                paired
                        ? Optional.empty()
                        : Optional.of(ProgramWriter.alone(name, layout, filter, output));
        return new AggregationPlan<>(
                paired
                        ? Optional.of(ProgramWriter.entry(name, layout, filter))
                        : alone.filter(code -> !exit),
                paired
                        ? Optional.of(ProgramWriter.exit(name, layout, filter, output))
                        : alone.filter(code -> exit),
                layout.keySize(),
                Math.max(layout.size(), Long.BYTES),
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

    /// The programs as text.
    public String text() {
        return entry.map(code -> "entry:\n" + code).orElse("")
                + exit.map(code -> "exit:\n" + code).orElse("");
    }
}
