package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.expression.ExpressionException;
import io.fentry4j.trace.TraceException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Binds a record of a key and of what is aggregated.
final class RecordAggregation<R> {

    private final FunctionForm function;
    private final Btf btf;
    private final Layout layout;
    private final Scope scope;
    private final Class<R> record;
    private final Aggregates aggregates = new Aggregates();

    RecordAggregation(FunctionForm function, Class<R> record) {
        this.function = function;
        this.btf = function.btf();
        this.layout = function.layout();
        this.scope = function.scope();
        this.record = record;
    }

    AggregationPlan<R> bind(Optional<String> filterText) {
        Map<String, Field> key = key();
        List<String> texts = new ArrayList<>();
        filterText.ifPresent(texts::add);
        requests().values().forEach(request -> texts.add(request.expression()));
        Map<String, Field> names = new BuiltInNames(btf, layout, scope).with(key, texts);
        Map<String, AggregateValues.Reader> values = values(names);
        Filter filter =
                filterText
                        .map(text -> FilterBinder.bind(btf, layout, scope, names, text))
                        .orElse(Filter.NONE);
        return AggregationPlan.write(
                record.getSimpleName(),
                function,
                layout,
                filter,
                aggregates,
                new Rows<>(
                        key.values().stream().map(Decoders::reader).toList(),
                        aggregates,
                        maker(List.copyOf(key.keySet()), values)));
    }

    private Map<String, AggregateRequest> requests() {
        Map<String, AggregateRequest> requests = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            AggregateRequest.of(component)
                    .ifPresent(request -> requests.put(component.getName(), request));
        }
        if (requests.isEmpty()) {
            throw new TraceException(
                    "record %s aggregates nothing: annotate a component with @Count, @Sum, @Min, @Max,"
                                    .formatted(record.getSimpleName())
                            + " @Average, @Log2 or @Linear",
                    0,
                    List.of());
        }
        return requests;
    }

    private Map<String, Field> key() {
        Map<String, Field> key = new LinkedHashMap<>();
        RecordBinder binder = new RecordBinder(btf, layout, record, scope, null);
        int number = 0;
        for (RecordComponent component : record.getRecordComponents()) {
            number++;
            if (AggregateRequest.of(component).isEmpty()) {
                key.put(component.getName(), binder.bind(component, number));
            }
        }
        layout.endKey();
        return key;
    }

    private Map<String, AggregateValues.Reader> values(Map<String, Field> names) {
        Map<String, AggregateValues.Reader> values = new LinkedHashMap<>();
        int number = 0;
        for (RecordComponent component : record.getRecordComponents()) {
            number++;
            AggregateRequest request = AggregateRequest.of(component).orElse(null);
            if (request != null) {
                values.put(component.getName(), value(component, number, request, names));
            }
        }
        return values;
    }

    private AggregateValues.Reader value(
            RecordComponent component,
            int number,
            AggregateRequest request,
            Map<String, Field> names) {
        String place = RecordBinder.describe(component, record);
        try {
            Aggregate aggregate =
                    request.bind(text -> new TermBinder(btf, layout, scope, names, "number", text));
            Origin origin = new Origin(record.getSimpleName(), number, place);
            return AggregateValues.of(aggregates.add(aggregate, origin), JavaType.of(component));
        } catch (ExpressionException e) {
            throw new TraceException(
                    "%s, number `%s`, column %d: %s"
                            .formatted(
                                    place, request.expression(), e.position() + 1, e.getMessage()),
                    e.position() + 1,
                    e.candidates());
        } catch (IllegalArgumentException e) {
            throw new TraceException(place + ": " + e.getMessage(), 0, List.of());
        }
    }

    private BiFunction<List<@Nullable Object>, long[], R> maker(
            List<String> key, Map<String, AggregateValues.Reader> values) {
        RecordComponent[] components = record.getRecordComponents();
        MethodHandle make =
                Decoders.constructor(record)
                        .asSpreader(Object[].class, components.length)
                        .asType(MethodType.methodType(Object.class, Object[].class));
        return (ofKey, words) -> {
            @Nullable Object[] arguments = new @Nullable Object[components.length];
            for (int i = 0; i < arguments.length; i++) {
                AggregateValues.Reader value = values.get(components[i].getName());
                arguments[i] =
                        value == null
                                ? ofKey.get(key.indexOf(components[i].getName()))
                                : value.apply(words);
            }
            try {
                return record.cast((Object) make.invokeExact(arguments));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(
                        "make a " + record.getSimpleName() + ": its constructor threw", e);
            }
        };
    }
}
