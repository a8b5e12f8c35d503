package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.expression.Expression;
import io.fentry4j.internal.expression.ExpressionException;
import io.fentry4j.internal.expression.Parser;
import io.fentry4j.trace.AggregateRow;
import io.fentry4j.trace.TraceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Binds a key and what is aggregated, both given as texts.
final class ExpressionAggregation {

    private static final String NAME = "aggregation";

    private final FunctionForm function;
    private final Btf btf;
    private final Layout layout;
    private final Scope scope;
    private final Aggregates aggregates = new Aggregates();

    ExpressionAggregation(FunctionForm function) {
        this.function = function;
        this.btf = function.btf();
        this.layout = function.layout();
        this.scope = function.scope();
    }

    AggregationPlan<AggregateRow> bind(
            List<String> key, List<AggregateRequest> requests, Optional<String> filterText) {
        BuiltInNames builtIn = new BuiltInNames(btf, layout, scope);
        List<Field> fields = new ArrayList<>();
        for (String text : key) {
            fields.add(key(text, fields.size() + 1, builtIn));
        }
        layout.endKey();
        List<String> texts = new ArrayList<>();
        filterText.ifPresent(texts::add);
        requests.forEach(request -> texts.add(request.expression()));
        Map<String, Field> names = builtIn.with(new LinkedHashMap<>(), texts);
        List<AggregateValues.Reader> values = new ArrayList<>();
        for (AggregateRequest request : requests) {
            values.add(value(request, values.size() + 1, names));
        }
        Filter filter =
                filterText
                        .map(text -> FilterBinder.bind(btf, layout, scope, names, text))
                        .orElse(Filter.NONE);
        return AggregationPlan.write(
                NAME,
                function,
                layout,
                filter,
                aggregates,
                new Rows<>(
                        fields.stream().map(Decoders::reader).toList(),
                        aggregates,
                        (ofKey, words) -> {
                            List<@Nullable Object> row = new ArrayList<>();
                            values.forEach(value -> row.add(value.apply(words)));
                            return new AggregateRow(ofKey, row);
                        }));
    }

    private Field key(String text, int number, BuiltInNames builtIn) {
        try {
            Expression expression = Parser.parse(text);
            if (expression instanceof Expression.Name name && scope.find(name.name()).isEmpty()) {
                Optional<Field> field = builtIn.find(name.name());
                if (field.isPresent()) {
                    return field.get();
                }
            }
            return new AnyValue(btf, layout)
                    .field(
                            new PathResolver(btf, scope).resolve(expression),
                            new Origin(NAME, number, "key `" + text + "`"));
        } catch (ExpressionException e) {
            throw new TraceException(
                    "key `%s`, column %d: %s".formatted(text, e.position() + 1, e.getMessage()),
                    e.position() + 1,
                    e.candidates());
        } catch (IllegalArgumentException e) {
            throw new TraceException("key `%s`: %s".formatted(text, e.getMessage()), 0, List.of());
        }
    }

    private AggregateValues.Reader value(
            AggregateRequest request, int number, Map<String, Field> names) {
        String place =
                "%s of `%s`"
                        .formatted(
                                request.kind().name().toLowerCase(Locale.ROOT),
                                request.expression());
        try {
            Aggregate aggregate =
                    request.bind(text -> new TermBinder(btf, layout, scope, names, "number", text));
            return AggregateValues.any(aggregates.add(aggregate, new Origin(NAME, number, place)));
        } catch (ExpressionException e) {
            throw new TraceException(
                    "%s, column %d: %s".formatted(place, e.position() + 1, e.getMessage()),
                    e.position() + 1,
                    e.candidates());
        } catch (IllegalArgumentException e) {
            throw new TraceException(place + ": " + e.getMessage(), 0, List.of());
        }
    }
}
