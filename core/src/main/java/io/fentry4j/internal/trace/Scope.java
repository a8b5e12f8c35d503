package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.KernelFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The names that a path can begin with.
///
/// @param description what has these names, for messages: `vfs_read`
/// @param kind what the names are, for messages: `argument`
record Scope(String description, String kind, Map<String, Value> values) {

    /// What the return value is called.
    static final String RETURNED = "retval";

    private static final String ARGUMENT = "argument";

    /// The arguments of a function, and what it returns, for programs of a trampoline.
    static Scope of(Btf btf, KernelFunction function) {
        return of(
                function,
                argument -> slot(btf, argument.slot(), argument.typeId()),
                slot(btf, function.returns().slot(), function.returns().typeId()));
    }

    /// The same for programs of a kprobe.
    static Scope of(Btf btf, KernelFunction function, Registers registers) {
        RegisterPlaces places = new RegisterPlaces(btf, function, registers);
        return of(function, places::argument, places.result());
    }

    private static Scope of(
            KernelFunction function,
            Function<KernelFunction.Argument, Place> arguments,
            Place result) {
        Map<String, Value> values = new LinkedHashMap<>();
        int number = 0;
        for (KernelFunction.Argument argument : function.arguments()) {
            Value value = Value.of(arguments.apply(argument), argument.typeId());
            values.putIfAbsent(argument.name().isEmpty() ? "arg" + number : argument.name(), value);
            number++;
        }
        KernelFunction.Returns returns = function.returns();
        if (returns.size() > 0) {
            values.putIfAbsent(RETURNED, new Value(result, returns.typeId(), 0, 0, 0, true));
        }
        return new Scope(function.name(), ARGUMENT, values);
    }

    private static Place slot(Btf btf, int slot, int typeId) {
        return new Place.Context(slot * Long.BYTES, loadable(btf, typeId));
    }

    /// Whether the verifier lets a program load it from the context (`btf_ctx_access` in
    /// `kernel/bpf/btf.c`). Of pointers to void it takes the plain ones only, up to 6.12 at least:
    /// not `const void *`.
    private static boolean loadable(Btf btf, int typeId) {
        if (!(btf.resolve(typeId) instanceof BtfType.Ptr pointer)) {
            return true;
        }
        return switch (btf.resolve(pointer.typeId())) {
            case BtfType.Void _ -> pointer.typeId() == 0;
            case BtfType.Int _, BtfType.Composite _ -> true;
            default -> false;
        };
    }

    /// The members of a struct or union, those of anonymous ones inside too.
    static Scope of(Btf btf, Value struct) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (String name : members(btf, struct.typeId())) {
            btf.member(struct.typeId(), name)
                    .ifPresent(
                            member -> values.put(name, PathResolver.member(btf, struct, member)));
        }
        return new Scope(struct.toC(btf), "member", values);
    }

    /// The names of all members, those of anonymous ones inside too.
    static List<String> members(Btf btf, int typeId) {
        List<String> names = new ArrayList<>();
        addMembers(btf, typeId, names, 0);
        return names;
    }

    private static void addMembers(Btf btf, int typeId, List<String> names, int depth) {
        if (depth < 8 && btf.resolve(typeId) instanceof BtfType.Composite composite) {
            for (BtfType.Member member : composite.members()) {
                if (member.name().isEmpty()) {
                    addMembers(btf, member.typeId(), names, depth + 1);
                } else {
                    names.add(member.name());
                }
            }
        }
    }

    /// Whether these are a function's, and not a struct's.
    boolean isFunction() {
        return kind.equals(ARGUMENT);
    }

    Optional<Value> find(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
