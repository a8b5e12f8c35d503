package io.fentry4j.internal.trace;

import io.fentry4j.KernelClock;
import io.fentry4j.data.RecordView;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.expression.ExpressionException;
import io.fentry4j.trace.CallStack;
import io.fentry4j.trace.TraceException;
import io.fentry4j.trace.TracedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Makes plans for calls of which no record says what is wanted: all arguments, or some paths, and
/// who made the call.
public final class CallPlan {

    /// What is kept of a call.
    ///
    /// @param paths what is kept instead of the arguments; none: all arguments
    /// @param atReturn whether the return is seen too
    /// @param stack whether the kernel stack is kept
    /// @param filter which calls make events
    public record Wanted(
            List<String> paths, boolean atReturn, boolean stack, Optional<String> filter) {
        public Wanted {
            paths = List.copyOf(paths);
        }
    }

    /// What each event has, besides the values.
    private static final List<ContextValue> CONTEXT =
            List.of(
                    ContextValue.PID,
                    ContextValue.TID,
                    ContextValue.UID,
                    ContextValue.COMM,
                    ContextValue.CPU,
                    ContextValue.TIMESTAMP);

    private static final int FRAMES = 32;

    private final TraceTarget target;
    private final Scope scope;
    private final ValueBinder binder;
    private final Layout layout;
    private final FunctionForm function;

    private CallPlan(TraceTarget target, TraceForm form) {
        this.target = target;
        this.function = FunctionForm.of(target.btf(), target.function(), form);
        this.layout = function.layout();
        this.scope = function.scope();
        this.binder = new ValueBinder(target.btf(), layout, scope);
    }

    /// Checks what is wanted against the function, and writes the programs.
    ///
    /// @throws TraceException if they do not fit
    public static TracePlan<TracedCall> of(TraceTarget target, Wanted wanted, TraceForm form) {
        return new CallPlan(target, form).make(wanted);
    }

    private TracePlan<TracedCall> make(Wanted wanted) {
        String name = target.function().name();
        CONTEXT.forEach(this::slot);
        List<BoundValue> values = wanted.paths().isEmpty() ? arguments() : paths(wanted.paths());
        Optional<BoundValue> returned = wanted.atReturn() ? returned() : Optional.empty();
        Optional<Slot> elapsed =
                wanted.atReturn()
                        ? Optional.of(slot(new Read.Elapsed(), true, "time taken"))
                        : Optional.empty();
        Optional<StackDecoder> stack =
                wanted.stack()
                        ? Optional.of(StackDecoder.of(false, FRAMES, name))
                        : Optional.empty();
        Optional<Slot> frames = stack.map(decoder -> slot(decoder.read(), false, "stack"));
        Filter filter = wanted.filter().map(this::filter).orElse(Filter.NONE);
        if (!wanted.atReturn() && layout.slots().stream().anyMatch(slot -> slot.atReturn)) {
            throw new TraceException(
                    "filter `%s`: it asks for the return, and only entries are wanted"
                            .formatted(wanted.filter().orElse("")),
                    0,
                    List.of());
        }
        return TracePlan.write(
                name,
                function,
                layout,
                filter,
                () -> decoder(values, returned, elapsed, event -> stack(event, stack, frames)));
    }

    private Slot slot(Read read, boolean atReturn, String word) {
        return layout.slot(read, atReturn, new Origin(target.function().name(), 0, word));
    }

    private List<BoundValue> arguments() {
        List<BoundValue> values = new ArrayList<>();
        scope.values()
                .forEach((name, value) -> {
                    if (!value.returned()) {
                        values.add(bound(name, value));
                    }
                });
        return values;
    }

    private BoundValue bound(String name, Value value) {
        String place =
                "%s `%s` of %s"
                        .formatted(
                                value.returned() ? "return value" : "argument",
                                name,
                                target.function().name());
        try {
            return binder.bind(name, value, name, new Origin(target.function().name(), 0, place));
        } catch (IllegalArgumentException e) {
            throw new TraceException(place + ": " + e.getMessage(), 0, List.of());
        }
    }

    private List<BoundValue> paths(List<String> paths) {
        List<BoundValue> values = new ArrayList<>();
        for (String path : paths) {
            String place = "path `" + path + "`";
            try {
                values.add(binder.bind(path, new Origin(path, 0, place)));
            } catch (ExpressionException e) {
                int column = e.position() + 1;
                throw new TraceException(
                        "%s, column %d: %s".formatted(place, column, e.getMessage()),
                        column,
                        e.candidates());
            } catch (IllegalArgumentException e) {
                throw new TraceException(place + ": " + e.getMessage(), 0, List.of());
            }
        }
        return values;
    }

    private Optional<BoundValue> returned() {
        return scope.find(Scope.RETURNED)
                .filter(Value::returned)
                .filter(value -> !(value.place() instanceof Place.Unavailable))
                .map(value -> bound(Scope.RETURNED, value));
    }

    private Filter filter(String text) {
        Map<String, Field> names =
                new BuiltInNames(target.btf(), layout, scope).with(Map.of(), List.of(text));
        return FilterBinder.bind(target.btf(), layout, scope, names, text);
    }

    private Function<RecordView, TracedCall> decoder(
            List<BoundValue> values,
            Optional<BoundValue> returned,
            Optional<Slot> elapsed,
            Function<RecordView, Optional<CallStack>> stack) {
        KernelClock clock = new KernelClock();
        String function = target.name();
        int time = slot(ContextValue.TIMESTAMP).offset();
        int pid = slot(ContextValue.PID).offset();
        int tid = slot(ContextValue.TID).offset();
        int uid = slot(ContextValue.UID).offset();
        int comm = slot(ContextValue.COMM).offset();
        int cpu = slot(ContextValue.CPU).offset();
        return event ->
                new TracedCall(
                        function,
                        values.stream().map(value -> value.read(event)).toList(),
                        returned.map(value -> value.read(event)),
                        elapsed.map(slot -> Duration.ofNanos(event.getLong(slot.offset()))),
                        stack.apply(event),
                        clock.toInstant(event.getLong(time)),
                        (int) event.getLong(pid),
                        (int) event.getLong(tid),
                        event.getLong(uid),
                        event.getString(comm, ContextValue.COMM_BYTES).toString(),
                        (int) event.getLong(cpu));
    }

    private static Optional<CallStack> stack(
            RecordView event, Optional<StackDecoder> decoder, Optional<Slot> frames) {
        return frames.filter(slot -> event.getByte(slot.flag) == 0)
                .map(slot -> decoder.orElseThrow().decode(event, slot.offset()));
    }

    /// The same one each time.
    private Slot slot(ContextValue value) {
        return slot(new Read.Context(value), false, value.name());
    }
}
