package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.data.RecordView;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.trace.TraceException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All that is to be loaded for a record and a function, and how its events become records.
///
/// @param entry the program at the entry, if one is needed
/// @param exit the program at the return, if one is needed
/// @param eventBytes the size of an event
/// @param decoder from an event to the record
/// @param <R> the record
public record TracePlan<R>(
        Optional<Code> entry,
        Optional<Code> exit,
        int eventBytes,
        Function<RecordView, R> decoder) {

    /// The name of the ring buffer in the programs.
    public static final String EVENTS = ProgramWriter.EVENTS;

    /// The name of the per-CPU array in the programs, with one value of the size of an event.
    public static final String SCRATCH = ProgramWriter.SCRATCH;

    /// The name of the hash in the programs, with keys of 8 bytes and values of the size of an
    /// event.
    public static final String CALLS = ProgramWriter.CALLS;

    /// The name of the array in the programs with [TraceCounter]s.
    public static final String COUNTS = ProgramWriter.COUNTS;

    /// What a per-CPU array's values may have, with room to spare.
    private static final int MAX_EVENT = 16 * 1024;

    /// Checks the record and the filter against the function, and writes the programs.
    ///
    /// @throws TraceException if they do not fit
    public static <R> TracePlan<R> of(
            Class<R> record, Btf btf, KernelFunction function, Optional<String> filterText) {
        Layout layout = new Layout();
        Scope scope = Scope.of(btf, function);
        List<Field> fields = new RecordBinder(btf, layout, record, scope, null).bind();
        Map<String, Field> components = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            components.put(component.getName(), fields.get(components.size()));
        }
        Filter filter =
                filterText
                        .map(text -> FilterBinder.bind(btf, layout, scope, components, text))
                        .orElse(Filter.NONE);
        boolean exit = layout.slots().stream().anyMatch(slot -> slot.atReturn);
        boolean paired = exit && layout.slots().stream().anyMatch(TracePlan::needsEntry);
        layout.place(paired);
        if (layout.size() > MAX_EVENT) {
            throw new TraceException(
                    "an event of %s has %d bytes, at most %d can be had: keep less with @MaxBytes"
                            .formatted(record.getSimpleName(), layout.size(), MAX_EVENT),
                    0,
                    List.of());
        }
        String name = record.getSimpleName();
        return new TracePlan<>(
                paired
                        ? Optional.of(ProgramWriter.entry(name, layout, filter))
                        : alone(!exit, name, layout, filter),
                paired
                        ? Optional.of(ProgramWriter.exit(name, layout, filter))
                        : alone(exit, name, layout, filter),
                layout.size(),
                Decoders.of(record, fields));
    }

    /// The arguments are there at the return too; what they point to may be gone.
    static boolean needsEntry(Slot slot) {
        return slot.read instanceof Read.Elapsed || (!ProgramWriter.isLate(slot) && slot.mayFail());
    }

    private static Optional<Code> alone(boolean wanted, String name, Layout layout, Filter filter) {
        return wanted ? Optional.of(ProgramWriter.alone(name, layout, filter)) : Optional.empty();
    }

    /// The programs as text.
    public String text() {
        return entry.map(code -> "entry:\n" + code).orElse("")
                + exit.map(code -> "exit:\n" + code).orElse("");
    }
}
