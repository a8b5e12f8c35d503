package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.data.KernelString;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.expression.Expression;
import io.fentry4j.internal.expression.Expression.Binary;
import io.fentry4j.internal.expression.ExpressionException;
import io.fentry4j.internal.expression.Parser;
import io.fentry4j.internal.trace.Term.Range;
import io.fentry4j.trace.TraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Gives the words of a filter their meaning: what is compared with what, and where it comes from.
final class FilterBinder {

    private static final Map<String, Condition> COMPARISONS =
            Map.of(
                    "==", Condition.EQUAL,
                    "!=", Condition.NOT_EQUAL,
                    "<", Condition.LESS,
                    "<=", Condition.LESS_OR_EQUAL,
                    ">", Condition.GREATER,
                    ">=", Condition.GREATER_OR_EQUAL);

    private static final String STARTS_WITH = "startsWith";

    private final String text;
    private final TermBinder terms;

    private FilterBinder(String text, TermBinder terms) {
        this.text = text;
        this.terms = terms;
    }

    /// @param components the record's fields by their names
    /// @throws TraceException if the text is no filter, or does not fit the function
    static Filter bind(
            Btf btf, Layout layout, Scope scope, Map<String, Field> components, String text) {
        FilterBinder binder =
                new FilterBinder(
                        text, new TermBinder(btf, layout, scope, components, "filter", text));
        try {
            List<Filter.Part> parts = new ArrayList<>();
            binder.split(Parser.parse(text), parts);
            return new Filter(parts);
        } catch (ExpressionException e) {
            throw new TraceException(
                    "filter `%s`, column %d: %s".formatted(text, e.position() + 1, e.getMessage()),
                    e.position() + 1,
                    e.candidates());
        }
    }

    private void split(Expression expression, List<Filter.Part> parts) {
        if (expression instanceof Binary and && and.operator().equals("&&")) {
            split(and.left(), parts);
            split(and.right(), parts);
            return;
        }
        int column = expression.start() + 1;
        parts.add(
                new Filter.Part(
                        question(expression),
                        new Origin(
                                "filter",
                                column,
                                "filter `%s`, the term at column %d".formatted(text, column))));
    }

    private Question question(Expression expression) {
        return switch (expression) {
            case Binary both when both.operator().equals("&&") ->
                    new Question.And(question(both.left()), question(both.right()));
            case Binary either when either.operator().equals("||") ->
                    new Question.Or(question(either.left()), question(either.right()));
            case Binary comparison when COMPARISONS.containsKey(comparison.operator()) ->
                    comparison(comparison);
            case Expression.Unary not when not.operator() == '!' ->
                    new Question.Not(question(not.operand()));
            case Expression.Name name when name.name().equals("true") -> new Question.Always(true);
            case Expression.Name name when name.name().equals("false") ->
                    new Question.Always(false);
            case Expression.Call call -> call(call);
            case Expression.Text string ->
                    throw new ExpressionException(
                            string.position(), "a string is neither true nor false");
            default ->
                    new Question.Compare(
                            Condition.NOT_EQUAL,
                            terms.term(expression),
                            new Term.Constant(0, Range.BOTH, false));
        };
    }

    private Question call(Expression.Call call) {
        if (!call.function().equals(STARTS_WITH)) {
            throw PathResolver.unknown(
                    call.position(),
                    "no function `" + call.function() + "`",
                    List.of(),
                    List.of(STARTS_WITH));
        }
        if (call.arguments().size() != 2
                || !(call.arguments().get(1) instanceof Expression.Text prefix)) {
            throw new ExpressionException(call.position(), "it is startsWith(value, \"text\")");
        }
        return text(call.arguments().get(0), prefix, true);
    }

    private Question comparison(Binary comparison) {
        Condition condition = Objects.requireNonNull(COMPARISONS.get(comparison.operator()));
        if (comparison.left() instanceof Expression.Text left) {
            return equality(comparison, condition, comparison.right(), left);
        }
        if (comparison.right() instanceof Expression.Text right) {
            return equality(comparison, condition, comparison.left(), right);
        }
        TermBinder.Pair pair = terms.pair(comparison);
        if (pair.left().duration() != pair.right().duration()) {
            Expression number = pair.left().duration() ? comparison.right() : comparison.left();
            throw new ExpressionException(
                    number.start(),
                    number instanceof Expression.Numeral written && !written.duration()
                            ? "a duration is compared with a duration: give the number a unit, such"
                                    + " as `%sms`".formatted(Long.toUnsignedString(written.value()))
                            : "a duration is compared with a duration");
        }
        return new Question.Compare(condition, pair.left(), pair.right());
    }

    private Question equality(
            Binary comparison, Condition condition, Expression value, Expression.Text text) {
        return switch (condition) {
            case EQUAL -> text(value, text, false);
            case NOT_EQUAL -> new Question.Not(text(value, text, false));
            default ->
                    throw new ExpressionException(
                            comparison.position(),
                            "strings are compared with `==`, `!=` and startsWith only");
        };
    }

    private Question text(Expression value, Expression.Text text, boolean prefix) {
        Optional<String> constant = terms.constant(value);
        if (constant.isPresent()) {
            return new Question.Always(
                    prefix
                            ? constant.get().startsWith(text.value())
                            : constant.get().equals(text.value()));
        }
        Slot slot = terms.text(value);
        Read read = slot.read;
        KernelString bytes = KernelString.of(text.value());
        boolean terminated = !(read instanceof Read.Text string) || string.terminated();
        int longest = read.bytesInEvent() - (terminated ? 1 : 0);
        if (bytes.length() > longest) {
            throw new ExpressionException(
                    text.position(),
                    "this text has %d bytes, of the value %d are kept"
                            .formatted(bytes.length(), longest));
        }
        return new Question.SameText(slot, bytes, prefix);
    }
}
