package io.fentry4j.btf;

import io.fentry4j.btf.KernelFunction.Argument;
import io.fentry4j.btf.KernelFunction.Obstacle;
import io.fentry4j.btf.KernelFunction.Returns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What BPF trampolines can carry: `btf_distill_func_proto` in `kernel/bpf/btf.c` and the deny list
/// in `kernel/bpf/verifier.c`.
final class TracingRules {

    private static final int SLOT_BYTES = 8;
    private static final int MAX_SLOTS = 12;
    private static final int MAX_ARGUMENT_BYTES = 16;

    /// `btf_id_deny`: which of them a kernel lists depends on its configuration. The one with three
    /// underscores is Linux 6.18's.
    private static final Set<String> DENIED =
            Set.of(
                    "migrate_disable",
                    "migrate_enable",
                    "___migrate_enable",
                    "rcu_read_unlock_strict",
                    "preempt_count_add",
                    "preempt_count_sub",
                    "__rcu_read_lock",
                    "__rcu_read_unlock");

    private final BtfData data;
    private final BtfType.Func func;
    private final BtfType.FuncProto prototype;

    private TracingRules(BtfData data, BtfType.Func func) {
        this.data = data;
        this.func = func;
        this.prototype = prototype(data, func);
    }

    static KernelFunction describe(BtfData data, BtfType.Func func, int sameName) {
        return new TracingRules(data, func).describe(sameName);
    }

    static BtfType.FuncProto prototype(BtfData data, BtfType.Func func) {
        BtfType type = BtfDecoder.decode(data, func.typeId());
        if (type instanceof BtfType.FuncProto prototype) {
            return prototype;
        }
        throw new BtfException(
                "BTF of %s: function '%s' has type %d, which is %s and not a prototype"
                        .formatted(
                                data.origin, func.name(), func.typeId(), BtfLayout.describe(type)));
    }

    private KernelFunction describe(int sameName) {
        // First, because it is bounded as a whole and the arguments' types are parts of it.
        String signature = new CRenderer(data, func.id()).declaration("");
        List<Argument> arguments = new ArrayList<>();
        int slot = 0;
        for (BtfType.Param param : prototype.params()) {
            int size = valueSize(param.typeId());
            int slots = 1 + (size - 1) / SLOT_BYTES;
            arguments.add(
                    new Argument(
                            param.name(),
                            new CRenderer(data, param.typeId()).declaration(""),
                            param.typeId(),
                            size,
                            signed(param.typeId()),
                            slot,
                            slots));
            slot += slots;
        }
        int returnId = prototype.returnTypeId();
        Returns returns =
                new Returns(
                        new CRenderer(data, returnId).declaration(""),
                        returnId,
                        valueSize(returnId),
                        signed(returnId),
                        slot);
        return new KernelFunction(
                func, signature, arguments, returns, obstacle(arguments, returns), sameName);
    }

    /// In the order in which the kernel finds them.
    private Optional<Obstacle> obstacle(List<Argument> arguments, Returns returns) {
        if (arguments.size() > MAX_SLOTS) {
            return Optional.of(Obstacle.TOO_MANY_ARGUMENTS);
        }
        boolean sized = returns.size() > 0 || isVoid(returns.typeId());
        if (!sized || isComposite(returns.typeId())) {
            return Optional.of(Obstacle.UNSUPPORTED_RETURN);
        }
        if (returns.size() > SLOT_BYTES) {
            return Optional.of(Obstacle.LARGE_RETURN);
        }
        if (prototype.variadic()) {
            return Optional.of(Obstacle.VARIADIC);
        }
        for (Argument argument : arguments) {
            if (argument.size() == 0) {
                return Optional.of(Obstacle.UNSUPPORTED_ARGUMENT);
            }
            if (argument.size() > MAX_ARGUMENT_BYTES) {
                return Optional.of(Obstacle.LARGE_ARGUMENT);
            }
        }
        if (returns.slot() > MAX_SLOTS) {
            return Optional.of(Obstacle.TOO_MANY_ARGUMENTS);
        }
        return DENIED.contains(func.name()) ? Optional.of(Obstacle.DENIED) : Optional.empty();
    }

    /// The bytes that a value of this type takes; 0 if the kernel does not take the type by value.
    private int valueSize(int typeId) {
        return switch (outline(typeId)) {
            case BtfType.Ptr _ -> SLOT_BYTES;
            case BtfType.Int i -> i.size();
            case BtfType.Composite composite -> composite.size();
            case BtfType.Enumeration enumeration -> enumeration.size();
            default -> 0;
        };
    }

    private boolean signed(int typeId) {
        return switch (outline(typeId)) {
            case BtfType.Int i -> i.signed();
            case BtfType.Enumeration enumeration -> enumeration.signed();
            default -> false;
        };
    }

    private boolean isVoid(int typeId) {
        return outline(typeId) instanceof BtfType.Void;
    }

    private boolean isComposite(int typeId) {
        return outline(typeId) instanceof BtfType.Composite;
    }

    private BtfType outline(int typeId) {
        return BtfDecoder.outline(data, BtfLayout.resolvedId(data, typeId));
    }
}
