package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.SimilarNames;
import io.fentry4j.internal.asm.Operation;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.expression.Expression;
import io.fentry4j.internal.expression.Expression.Binary;
import io.fentry4j.internal.expression.ExpressionException;
import io.fentry4j.internal.trace.Term.Range;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Binds the numbers and strings of a filter.
///
/// A name alone is a component, else an argument, else a value of the enum that it is compared
/// with. A longer path begins at an argument.
final class TermBinder {

    private static final int NAMES = 3;

    private static final Map<String, Operation> OPERATIONS =
            Map.of(
                    "+", Operation.ADD,
                    "-", Operation.SUBTRACT,
                    "*", Operation.MULTIPLY,
                    "/", Operation.DIVIDE,
                    "%", Operation.MODULO,
                    "&", Operation.AND,
                    "|", Operation.OR,
                    "^", Operation.XOR,
                    "<<", Operation.SHIFT_LEFT,
                    ">>", Operation.SHIFT_RIGHT);

    /// The operands of a comparison.
    record Pair(Term left, Term right) {}

    private final Btf btf;
    private final Layout layout;
    private final Scope scope;
    private final Map<String, Field> components;
    private final String kind;
    private final String text;

    /// @param kind what the text is, for origins: `filter`
    TermBinder(
            Btf btf,
            Layout layout,
            Scope scope,
            Map<String, Field> components,
            String kind,
            String text) {
        this.btf = btf;
        this.layout = layout;
        this.scope = scope;
        this.components = components;
        this.kind = kind;
        this.text = text;
    }

    /// Both sides; one may be the name of a value of the other one's enum.
    Pair pair(Binary comparison) {
        if (isUnknown(comparison.left())) {
            Term right = term(comparison.right());
            return new Pair(enumerator((Expression.Name) comparison.left(), right), right);
        }
        Term left = term(comparison.left());
        return new Pair(
                left,
                isUnknown(comparison.right())
                        ? enumerator((Expression.Name) comparison.right(), left)
                        : term(comparison.right()));
    }

    private boolean isUnknown(Expression expression) {
        return expression instanceof Expression.Name name
                && !isTruth(name)
                && !components.containsKey(name.name())
                && scope.find(name.name()).isEmpty();
    }

    private static boolean isTruth(Expression.Name name) {
        return name.name().equals("true") || name.name().equals("false");
    }

    private Term enumerator(Expression.Name name, Term other) {
        Optional<BtfType.Enumeration> type =
                other instanceof Term.Load load ? load.enumeration() : Optional.empty();
        if (type.isEmpty()) {
            throw unknown(name);
        }
        List<String> names =
                type.get().enumerators().stream().map(BtfType.Enumerator::name).toList();
        long value =
                type.get().enumerators().stream()
                        .filter(candidate -> candidate.name().equals(name.name()))
                        .findFirst()
                        .orElseThrow(() ->
                                PathResolver.unknown(
                                        name.position(),
                                        "`%s` has no value `%s`"
                                                .formatted(btf.toC(type.get().id()), name.name()),
                                        SimilarNames.among(names, name.name(), NAMES),
                                        names))
                        .value();
        return new Term.Constant(value, value < 0 ? Range.SIGNED : Range.BOTH, false);
    }

    private ExpressionException unknown(Expression.Name name) {
        Set<String> names = new LinkedHashSet<>(components.keySet());
        names.addAll(scope.values().keySet());
        return PathResolver.unknown(
                name.position(),
                "no component and no argument `" + name.name() + "`",
                SimilarNames.among(
                        Stream.concat(names.stream(), BuiltInNames.NUMBERS_AND_TEXTS.stream())
                                .toList(),
                        name.name(),
                        NAMES),
                new ArrayList<>(names));
    }

    /// A number.
    ///
    /// @throws ExpressionException if it is none
    Term term(Expression expression) {
        return switch (expression) {
            case Expression.Numeral number ->
                    new Term.Constant(
                            number.value(),
                            number.value() < 0 ? Range.UNSIGNED : Range.BOTH,
                            number.duration());
            case Expression.Name name when isTruth(name) ->
                    new Term.Constant(name.name().equals("true") ? 1 : 0, Range.BOTH, false);
            case Expression.Name name when components.containsKey(name.name()) ->
                    load(name, slot(name));
            case Expression.Name name when scope.find(name.name()).isEmpty() -> throw unknown(name);
            case Expression.Unary unary -> unary(unary);
            case Binary binary -> calculation(binary);
            case Expression.IntegerCast cast ->
                    new Term.Narrow(term(cast.value()), cast.bytes(), cast.signed());
            case Expression path when PathResolver.isPath(path) -> path(path);
            default -> throw new ExpressionException(expression.position(), "this is no number");
        };
    }

    /// The string that the component of this name is in each event; empty if it is none.
    Optional<String> constant(Expression expression) {
        return expression instanceof Expression.Name name
                        && components.get(name.name()) instanceof Field.Constant constant
                ? Optional.of(String.valueOf(constant.value()))
                : Optional.empty();
    }

    private Slot slot(Expression.Name name) {
        if (components.get(name.name()) instanceof Field.Leaf leaf) {
            return leaf.slot();
        }
        if (components.get(name.name()) instanceof Field.Constant) {
            throw new ExpressionException(
                    name.position(),
                    "`%s` is a function's name: compare it with a string".formatted(name.name()));
        }
        throw new ExpressionException(
                name.position(),
                "`%s` is a record: give the path of what is in it".formatted(name.name()));
    }

    private Term load(Expression.Name name, Slot slot) {
        Optional<BtfType.Enumeration> enumeration =
                scopeType(slot.read instanceof Read.Scalar scalar ? scalar.enumId() : 0);
        return switch (slot.read) {
            case Read.Scalar scalar -> load(slot, scalar, enumeration);
            case Read.Elapsed _ -> new Term.Load(slot, Range.BOTH, true, Optional.empty());
            case Read.Context context when context.value() != ContextValue.COMM ->
                    new Term.Load(
                            slot,
                            context.value().bits == Long.SIZE ? Range.UNSIGNED : Range.BOTH,
                            false,
                            Optional.empty());
            default ->
                    throw new ExpressionException(
                            name.position(),
                            "`%s` is no number; strings are compared with strings"
                                    .formatted(name.name()));
        };
    }

    private Optional<BtfType.Enumeration> scopeType(int enumId) {
        return enumId != 0 && btf.type(enumId) instanceof BtfType.Enumeration enumeration
                ? Optional.of(enumeration)
                : Optional.empty();
    }

    private static Term load(
            Slot slot, Read.Scalar scalar, Optional<BtfType.Enumeration> enumeration) {
        Range range = Range.BOTH;
        if (scalar.signed()) {
            range = Range.SIGNED;
        } else if (scalar.bits() == Long.SIZE) {
            range = Range.UNSIGNED;
        }
        return new Term.Load(slot, range, false, enumeration);
    }

    private Term path(Expression path) {
        Value value = new PathResolver(btf, scope).resolve(path);
        try {
            Read.Scalar read = Reads.scalar(btf, value);
            return load(
                    layout.slot(read, value.returned(), origin(path)),
                    read,
                    scopeType(read.enumId()));
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(path.position(), String.valueOf(e.getMessage()));
        }
    }

    private Origin origin(Expression path) {
        int column = path.start() + 1;
        return new Origin(
                kind, column, "%s `%s`, the value at column %d".formatted(kind, text, column));
    }

    /// A string.
    ///
    /// @throws ExpressionException if it is none
    Slot text(Expression expression) {
        if (expression instanceof Expression.Name name) {
            if (components.containsKey(name.name())) {
                Slot slot = slot(name);
                boolean comm =
                        slot.read instanceof Read.Context context
                                && context.value() == ContextValue.COMM;
                if (comm || slot.read instanceof Read.Text) {
                    return slot;
                }
                throw new ExpressionException(
                        name.position(), "`%s` is no string".formatted(name.name()));
            }
            if (scope.find(name.name()).isEmpty()) {
                throw unknown(name);
            }
        }
        Value value = new PathResolver(btf, scope).resolve(expression);
        try {
            return layout.slot(
                    Reads.text(btf, value, Optional.empty(), false),
                    value.returned(),
                    origin(expression));
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(expression.position(), String.valueOf(e.getMessage()));
        }
    }

    private Term unary(Expression.Unary unary) {
        Term operand = term(unary.operand());
        return switch (unary.operator()) {
            case '-' ->
                    operand instanceof Term.Constant(long value, Range range, boolean duration)
                                    && range == Range.BOTH
                            ? new Term.Constant(-value, Range.SIGNED, duration)
                            : new Term.Calculation(
                                    Operation.SUBTRACT,
                                    new Term.Constant(0, Range.BOTH, false),
                                    operand,
                                    Range.SIGNED,
                                    operand.duration());
            case '~' ->
                    new Term.Calculation(
                            Operation.XOR,
                            operand,
                            new Term.Constant(-1, Range.SIGNED, false),
                            operand.range() == Range.BOTH ? Range.SIGNED : operand.range(),
                            false);
            default ->
                    throw new ExpressionException(
                            unary.position(), "`!` stands before a condition, not in a number");
        };
    }

    private Term calculation(Binary binary) {
        Operation operation = OPERATIONS.get(binary.operator());
        if (operation == null) {
            throw new ExpressionException(
                    binary.position(),
                    "`%s` gives a truth value, which is no number".formatted(binary.operator()));
        }
        Term left = term(binary.left());
        Term right = term(binary.right());
        boolean divides = operation == Operation.DIVIDE || operation == Operation.MODULO;
        if (divides && (left.range() == Range.SIGNED || right.range() == Range.SIGNED)) {
            throw new ExpressionException(
                    binary.position(),
                    "the kernel divides unsigned numbers only: cast what is never negative, as in"
                            + " `(u32) value`");
        }
        if (operation == Operation.SHIFT_RIGHT && left.range() == Range.SIGNED) {
            operation = Operation.SHIFT_RIGHT_SIGNED;
        }
        return new Term.Calculation(
                operation, left, right, range(operation, left, right), duration(left, right));
    }

    private static boolean duration(Term left, Term right) {
        return left.duration() || right.duration();
    }

    private static Range range(Operation operation, Term left, Term right) {
        return switch (operation) {
            case DIVIDE, MODULO, SHIFT_RIGHT, SHIFT_RIGHT_SIGNED -> left.range();
            case AND ->
                    left.range() == Range.BOTH || right.range() == Range.BOTH
                            ? Range.BOTH
                            : wider(left.range(), right.range());
            case OR, XOR -> wider(left.range(), right.range());
            default -> // sums and products are taken to stay within 64 bits, as in C
                    left.range() == Range.UNSIGNED || right.range() == Range.UNSIGNED
                            ? Range.UNSIGNED
                            : Range.SIGNED;
        };
    }

    private static Range wider(Range left, Range right) {
        if (left == Range.UNSIGNED || right == Range.UNSIGNED) {
            return Range.UNSIGNED;
        }
        return left == Range.BOTH ? right : left;
    }
}
