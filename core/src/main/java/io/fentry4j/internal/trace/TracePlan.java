package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.data.RecordView;
import io.fentry4j.trace.TraceException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// All that is to be loaded for a record and a function, and how its events become records.
///
/// @param codes the programs
/// @param eventBytes the size of the largest event
/// @param decoder from an event to the record
/// @param <R> the record
public record TracePlan<R>(Codes codes, int eventBytes, Function<RecordView, R> decoder)
        implements Plan {

    /// The name of the ring buffer in the programs.
    public static final String EVENTS = ProgramWriter.EVENTS;

    /// What a per-CPU array's values may have, with room to spare.
    private static final int MAX_EVENT = 16 * 1024;

    /// Checks the record and the filter against the function, and writes the programs.
    ///
    /// @throws TraceException if they do not fit
    public static <R> TracePlan<R> of(
            Class<R> record, Btf btf, KernelFunction function, Optional<String> filterText) {
        return of(record, btf, function, filterText, TraceForm.FENTRY);
    }

    /// The same in another form.
    ///
    /// @throws TraceException if they do not fit, or cannot be had so
    public static <R> TracePlan<R> of(
            Class<R> record,
            Btf btf,
            KernelFunction function,
            Optional<String> filterText,
            TraceForm form) {
        return of(record, filterText, FunctionForm.of(btf, function, form));
    }

    static <R> TracePlan<R> of(
            Class<R> record, Optional<String> filterText, FunctionForm function) {
        Btf btf = function.btf();
        Layout layout = function.layout();
        Scope scope = function.scope();
        List<Field> fields = new RecordBinder(btf, layout, record, scope, null).bind();
        Map<String, Field> components = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            components.put(component.getName(), fields.get(components.size()));
        }
        Map<String, Field> names =
                new BuiltInNames(btf, layout, scope).with(components, filterText.stream().toList());
        Filter filter =
                filterText
                        .map(text -> FilterBinder.bind(btf, layout, scope, names, text))
                        .orElse(Filter.NONE);
        return write(
                record.getSimpleName(),
                function,
                layout,
                filter,
                () -> Decoders.of(record, fields));
    }

    /// Writes the programs for what has been bound.
    ///
    /// @param name of what the events become, for messages
    /// @param decoder asked when every slot has its place
    /// @throws TraceException if it is too much for an event
    static <R> TracePlan<R> write(
            String name,
            FunctionForm function,
            Layout layout,
            Filter filter,
            Supplier<Function<RecordView, R>> decoder) {
        layout.endWithText();
        function.place(layout);
        if (layout.size() > MAX_EVENT) {
            throw new TraceException(
                    "an event of %s has %d bytes, at most %d can be had: keep less with @MaxBytes"
                            .formatted(name, layout.size(), MAX_EVENT),
                    0,
                    List.of());
        }
        return new TracePlan<>(
                function.write(name, layout, filter, new RingOutput(layout)),
                layout.size(),
                decoder.get());
    }
}
