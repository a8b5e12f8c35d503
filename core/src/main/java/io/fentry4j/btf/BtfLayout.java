package io.fentry4j.btf;

import io.fentry4j.btf.BtfType.Member;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Follows references between types: what a name stands for, how large a value is, where a member
/// lies. Every walk is bounded, because in damaged data a type can refer to itself.
final class BtfLayout {

    /// As deep as libbpf follows (`MAX_RESOLVE_DEPTH`).
    private static final int MAX_DEPTH = 32;

    private static final int POINTER_BYTES = 8;
    private static final long ALIASES = BtfKind.mask(BtfType.Alias.class);

    private BtfLayout() {}

    static BtfType resolve(BtfData data, int id) {
        return BtfDecoder.decode(data, resolvedId(data, id));
    }

    /// The id of what is behind names and qualifiers.
    static int resolvedId(BtfData data, int id) {
        int next = id;
        for (int depth = 0; depth <= MAX_DEPTH; depth++) {
            if (next == 0) {
                return 0;
            }
            BtfData owner = data.owner(next);
            int position = owner.position(next);
            if (!BtfKind.isIn(ALIASES, owner.kindAt(position))) {
                return next;
            }
            next = owner.word(position + 8);
        }
        throw tooDeep(data, id);
    }

    static int sizeOf(BtfData data, int id) {
        long count = 1;
        int next = id;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            BtfType type = BtfDecoder.outline(data, resolvedId(data, next));
            switch (type) {
                case BtfType.Array array -> {
                    count = bounded(data, id, count * array.length());
                    next = array.typeId();
                }
                case BtfType.Var variable -> next = variable.typeId();
                case BtfType.Ptr _ -> {
                    return bounded(data, id, count * POINTER_BYTES);
                }
                case BtfType.Sized sized -> {
                    return bounded(data, id, count * sized.size());
                }
                default ->
                        throw new BtfException(
                                "BTF of %s: size of type %d: %s has none"
                                        .formatted(data.origin, id, describe(type)));
            }
        }
        throw tooDeep(data, id);
    }

    /// The member called `name`, with its offset from the start of `compositeId`.
    static Optional<Member> member(BtfData data, int compositeId, String name) {
        BtfType type = resolve(data, compositeId);
        if (!(type instanceof BtfType.Composite composite)) {
            throw new BtfException(
                    "BTF of %s: member '%s' of type %d: %s has no members"
                            .formatted(data.origin, name, compositeId, describe(type)));
        }
        return name.isEmpty()
                ? Optional.empty()
                : member(data, composite, name, 0, 0, new HashSet<>());
    }

    private static Optional<Member> member(
            BtfData data,
            BtfType.Composite composite,
            String name,
            int bitOffset,
            int depth,
            Set<Integer> seen) {
        if (depth == MAX_DEPTH) {
            throw tooDeep(data, composite.id());
        }
        for (Member member : composite.members()) {
            int offset = bitOffset + member.bitOffset();
            if (offset < 0) {
                throw new BtfException(
                        "BTF of %s: member '%s' of type %d: its offset is beyond 2^31 bits"
                                .formatted(data.origin, name, composite.id()));
            }
            if (member.name().equals(name)) {
                return Optional.of(
                        new Member(name, member.typeId(), offset, member.bitfieldSize()));
            }
            // A type that was searched in vain needs no second search.
            if (member.name().isEmpty()
                    && seen.add(resolvedId(data, member.typeId()))
                    && resolve(data, member.typeId()) instanceof BtfType.Composite inner) {
                Optional<Member> found = member(data, inner, name, offset, depth + 1, seen);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    static String describe(BtfType type) {
        String kind = type.getClass().getSimpleName();
        return type.name().isEmpty() ? "an anonymous " + kind : kind + " '" + type.name() + "'";
    }

    private static int bounded(BtfData data, int id, long size) {
        if (size > Integer.MAX_VALUE) {
            throw new BtfException(
                    "BTF of %s: size of type %d: more than %d bytes"
                            .formatted(data.origin, id, Integer.MAX_VALUE));
        }
        return (int) size;
    }

    private static BtfException tooDeep(BtfData data, int id) {
        return new BtfException(
                "BTF of %s: type %d goes through more than %d others, or refers to itself"
                        .formatted(data.origin, id, MAX_DEPTH));
    }
}
