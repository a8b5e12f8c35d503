package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.expression.Expression;
import io.fentry4j.internal.expression.ExpressionException;
import io.fentry4j.internal.expression.Parser;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names that expressions have without a component: what a call happens in, its time and its
/// return value. A component or an argument of the same name comes first.
final class BuiltInNames {

    private static final Map<String, ContextValue> CONTEXT =
            Map.of(
                    "pid", ContextValue.PID,
                    "tid", ContextValue.TID,
                    "uid", ContextValue.UID,
                    "gid", ContextValue.GID,
                    "comm", ContextValue.COMM,
                    "cpu", ContextValue.CPU,
                    "cgroup", ContextValue.CGROUP_ID,
                    "timestamp", ContextValue.TIMESTAMP);

    private static final String TOOK = "took";
    private static final String RET = "ret";
    private static final String KERNEL_STACK = "kstack";
    private static final String USER_STACK = "ustack";
    private static final int FRAMES = 32;

    /// Those that an expression can calculate with or compare.
    static final List<String> NUMBERS_AND_TEXTS =
            List.of("comm", "pid", "tid", "uid", "gid", "cpu", "cgroup", "timestamp", TOOK, RET);

    private final Btf btf;
    private final Layout layout;
    private final Scope scope;

    BuiltInNames(Btf btf, Layout layout, Scope scope) {
        this.btf = btf;
        this.layout = layout;
        this.scope = scope;
    }

    /// The components, and those of these names that the texts use and that mean nothing else.
    Map<String, Field> with(Map<String, Field> components, Collection<String> texts) {
        Map<String, Field> all = new LinkedHashMap<>(components);
        for (String name : names(texts)) {
            if (!all.containsKey(name) && scope.find(name).isEmpty()) {
                find(name).ifPresent(field -> all.put(name, field));
            }
        }
        return all;
    }

    /// What a name means if it is no argument.
    Optional<Field> find(String name) {
        Origin origin = new Origin(name, 0, "`%s`".formatted(name));
        ContextValue context = CONTEXT.get(name);
        if (context == ContextValue.COMM) {
            return Optional.of(
                    Field.Leaf.any(
                            layout.slot(new Read.Context(context), false, origin),
                            Conversions.text(ContextValue.COMM_BYTES, false)));
        }
        if (context != null) {
            return Optional.of(
                    Field.Leaf.any(
                            layout.slot(new Read.Context(context), false, origin),
                            Conversions.number(Long.class)));
        }
        return switch (name) {
            case TOOK ->
                    Optional.of(
                            Field.Leaf.any(
                                    layout.slot(new Read.Elapsed(), true, origin),
                                    Conversions.duration()));
            case RET ->
                    scope.find(Scope.RETURNED)
                            .filter(value -> !(value.type(btf) instanceof BtfType.Composite))
                            .filter(value -> !(value.place() instanceof Place.Unavailable))
                            .map(value -> new AnyValue(btf, layout).field(value, origin));
            case KERNEL_STACK, USER_STACK -> {
                StackDecoder stack =
                        StackDecoder.of(name.equals(USER_STACK), FRAMES, scope.description());
                yield Optional.of(
                        Field.Leaf.any(layout.slot(stack.read(), false, origin), stack::decode));
            }
            default -> Optional.empty();
        };
    }

    private static Set<String> names(Collection<String> texts) {
        Set<String> names = new LinkedHashSet<>();
        for (String text : texts) {
            try {
                add(Parser.parse(text), names);
            } catch (ExpressionException e) {
                // said when the text itself is bound, with its column
            }
        }
        return names;
    }

    private static void add(Expression expression, Set<String> names) {
        switch (expression) {
            case Expression.Name name -> names.add(name.name());
            case Expression.Numeral _, Expression.Text _ -> {}
            case Expression.Member member -> add(member.object(), names);
            case Expression.Index index -> add(index.array(), names);
            case Expression.Dereference dereference -> add(dereference.pointer(), names);
            case Expression.PointerCast cast -> add(cast.value(), names);
            case Expression.IntegerCast cast -> add(cast.value(), names);
            case Expression.Unary unary -> add(unary.operand(), names);
            case Expression.Binary binary -> {
                add(binary.left(), names);
                add(binary.right(), names);
            }
            case Expression.Call call -> call.arguments().forEach(part -> add(part, names));
        }
    }
}
