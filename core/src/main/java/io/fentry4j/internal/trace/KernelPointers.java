package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.KernelFunction;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.WeakHashMap;

/// Which pointers a program may follow by loading, because the verifier knows the struct that they
/// point to: those of the current task, of a trampoline's context, and of such structs
/// (`btf_struct_walk` in `kernel/bpf/btf.c`, Linux 5.5). Where nothing can be read a load gives 0.
///
/// What the verifier takes only in some kernels is not among them: bit fields, unions, results.
final class KernelPointers {

    /// A kernel's stay the same, and to find them takes two looks through all of its types.
    private static final Map<Btf, TaskFields> TASKS =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final Btf btf;
    private final Map<Integer, Integer> arguments = new HashMap<>();

    private KernelPointers(Btf btf) {
        this.btf = btf;
    }

    /// Those of a trampoline's context.
    static KernelPointers of(Btf btf, KernelFunction function) {
        KernelPointers pointers = new KernelPointers(btf);
        for (KernelFunction.Argument argument : function.arguments()) {
            pointers.target(argument.typeId())
                    .ifPresent(id -> pointers.arguments.put(argument.slot() * Long.BYTES, id));
        }
        return pointers;
    }

    /// Of a context with registers, of which the verifier knows nothing.
    static KernelPointers none(Btf btf) {
        return new KernelPointers(btf);
    }

    /// The struct that a pointer in the context points to.
    OptionalInt inContext(int offset) {
        Integer struct = arguments.get(offset);
        return struct == null ? OptionalInt.empty() : OptionalInt.of(struct);
    }

    /// Whether a program may load so many bytes from a struct.
    boolean canLoad(int struct, int offset, int bytes) {
        return memberAt(struct, offset, bytes).isPresent();
    }

    /// The struct that a pointer in a struct points to.
    OptionalInt inStruct(int struct, int offset) {
        OptionalInt member = memberAt(struct, offset, Long.BYTES);
        return member.isPresent() ? target(member.getAsInt()) : member;
    }

    /// The current task's fields.
    ///
    /// @throws IllegalStateException if this is no kernel's BTF
    TaskFields task() {
        return TASKS.computeIfAbsent(btf.base().orElse(btf), TaskFields::of);
    }

    /// The number or pointer that these bytes are all or a part of.
    private OptionalInt memberAt(int typeId, int offset, int bytes) {
        return switch (btf.resolve(typeId)) {
            case BtfType.Struct struct -> inMember(struct, offset, bytes);
            case BtfType.Array array -> inElement(array, offset, bytes);
            case BtfType.Int number when offset + bytes <= number.size() -> OptionalInt.of(typeId);
            case BtfType.Enumeration number when offset + bytes <= number.size() ->
                    OptionalInt.of(typeId);
            case BtfType.Ptr _ when offset == 0 && bytes == Long.BYTES -> OptionalInt.of(typeId);
            default -> OptionalInt.empty();
        };
    }

    private OptionalInt inMember(BtfType.Struct struct, int offset, int bytes) {
        for (BtfType.Member member : struct.members()) {
            int start = member.offset();
            if (!member.isBitfield()
                    && start <= offset
                    && offset + bytes <= start + btf.sizeOf(member.typeId())) {
                return memberAt(member.typeId(), offset - start, bytes);
            }
        }
        return OptionalInt.empty();
    }

    /// Numbers may be loaded several at a time.
    private OptionalInt inElement(BtfType.Array array, int offset, int bytes) {
        int size = btf.sizeOf(array.typeId());
        if (size == 0) {
            return OptionalInt.empty();
        }
        boolean numbers =
                switch (btf.resolve(array.typeId())) {
                    case BtfType.Int _, BtfType.Enumeration _ -> true;
                    default -> false;
                };
        return numbers
                ? OptionalInt.of(array.typeId())
                : memberAt(array.typeId(), offset % size, bytes);
    }

    /// The struct that a pointer of this type points to, if it is one of the kernel's on this CPU.
    private OptionalInt target(int typeId) {
        if (!(btf.resolve(typeId) instanceof BtfType.Ptr pointer)) {
            return OptionalInt.empty();
        }
        int id = pointer.typeId();
        while (btf.type(id) instanceof BtfType.Alias alias) {
            if (alias instanceof BtfType.TypeTag tag && !tag.name().equals("rcu")) {
                return OptionalInt.empty(); // `user`, `percpu`
            }
            id = alias.typeId();
        }
        return btf.type(id) instanceof BtfType.Struct ? OptionalInt.of(id) : OptionalInt.empty();
    }
}
