package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.SimilarNames;
import io.fentry4j.internal.expression.Expression;
import io.fentry4j.internal.expression.ExpressionException;
import java.util.List;
import java.util.Optional;

/// Follows a path through the kernel's types.
final class PathResolver {

    private static final int NAMES = 3;

    private final Btf btf;
    private final Scope scope;

    PathResolver(Btf btf, Scope scope) {
        this.btf = btf;
        this.scope = scope;
    }

    /// Whether this is a path at all, and not a calculation.
    static boolean isPath(Expression expression) {
        return switch (expression) {
            case Expression.Name _,
                    Expression.Member _,
                    Expression.Index _,
                    Expression.Dereference _,
                    Expression.PointerCast _ ->
                    true;
            default -> false;
        };
    }

    /// Where the path leads to.
    ///
    /// @throws ExpressionException if it leads nowhere
    Value resolve(Expression path) {
        return switch (path) {
            case Expression.Name name -> named(name);
            case Expression.Member member -> member(member);
            case Expression.Index index -> element(index);
            case Expression.Dereference dereference -> {
                Value pointer = resolve(dereference.pointer());
                requirePointer(pointer, dereference.position());
                yield behind(pointer, dereference.position());
            }
            case Expression.PointerCast cast -> cast(cast);
            default ->
                    throw new ExpressionException(
                            path.position(),
                            "a path has members, elements, `*` and casts to pointers only");
        };
    }

    private Value named(Expression.Name name) {
        Optional<Value> found = scope.find(name.name());
        if (found.isPresent() && found.get().place() instanceof Place.Unavailable(String reason)) {
            throw new ExpressionException(
                    name.position(), "`%s` %s".formatted(name.name(), reason));
        }
        return found.orElseThrow(() ->
                unknown(
                        name.position(),
                        "%s has no %s `%s`"
                                .formatted(scope.description(), scope.kind(), name.name()),
                        SimilarNames.among(scope.values().keySet(), name.name(), NAMES),
                        List.copyOf(scope.values().keySet())));
    }

    /// @param all what there is, if nothing is near
    static ExpressionException unknown(
            int position, String message, List<String> near, List<String> all) {
        if (!near.isEmpty()) {
            return new ExpressionException(
                    position,
                    message + "; did you mean `" + String.join("` or `", near) + "`?",
                    near);
        }
        String there =
                all.isEmpty() || all.size() > 12
                        ? ""
                        : "; there are `" + String.join("`, `", all) + "`";
        return new ExpressionException(position, message + there, all);
    }

    private Value member(Expression.Member path) {
        Value object = resolve(path.object());
        String type = object.toC(btf);
        if (path.arrow() && !object.isPointer(btf)) {
            throw new ExpressionException(
                    path.position(), "`%s` is no pointer: use `.%s`".formatted(type, path.name()));
        }
        if (!path.arrow() && object.isPointer(btf)) {
            throw new ExpressionException(
                    path.position(), "`%s` is a pointer: use `->%s`".formatted(type, path.name()));
        }
        Value struct = path.arrow() ? behind(object, path.position()) : object;
        if (!(struct.type(btf) instanceof BtfType.Composite)) {
            throw new ExpressionException(
                    path.position(),
                    struct.type(btf) instanceof BtfType.Fwd
                            ? "`%s` is declared here but not defined".formatted(struct.toC(btf))
                            : "`%s` has no members".formatted(struct.toC(btf)));
        }
        Optional<BtfType.Member> member = btf.member(struct.typeId(), path.name());
        List<String> names = Scope.members(btf, struct.typeId());
        return member(
                btf,
                struct,
                member.orElseThrow(() ->
                        unknown(
                                path.position(),
                                "no member `%s` in `%s`".formatted(path.name(), struct.toC(btf)),
                                SimilarNames.among(names, path.name(), NAMES),
                                names)));
    }

    /// A member's value. A bit field is found by the unit of its type that it begins in.
    static Value member(Btf btf, Value struct, BtfType.Member member) {
        if (!member.isBitfield()) {
            return struct.at(struct.place().plus(member.offset()), member.typeId());
        }
        int unit = btf.sizeOf(member.typeId()) * Byte.SIZE;
        int start = member.bitOffset() / unit * unit;
        if (member.bitOffset() - start + member.bitfieldSize() > unit) {
            start = member.bitOffset() / Byte.SIZE * Byte.SIZE; // of a packed struct
        }
        return new Value(
                struct.place().plus(start / Byte.SIZE),
                member.typeId(),
                0,
                member.bitfieldSize(),
                member.bitOffset() - start,
                struct.returned());
    }

    private Value element(Expression.Index path) {
        Value array = resolve(path.array());
        if (array.isPointer(btf)) {
            Value first = behind(array, path.position());
            int size = first.stars() > 0 ? Long.BYTES : size(first, path.position());
            return new Value(
                    first.place().plus(Math.multiplyExact(path.index(), size)),
                    first.typeId(),
                    first.stars(),
                    0,
                    0,
                    first.returned());
        }
        if (!(array.type(btf) instanceof BtfType.Array type)) {
            throw new ExpressionException(
                    path.position(), "`%s` is no array".formatted(array.toC(btf)));
        }
        if (type.length() > 0 && path.index() >= type.length()) {
            throw new ExpressionException(
                    path.position(),
                    "`%s` has no element %d".formatted(array.toC(btf), path.index()));
        }
        int offset = Math.multiplyExact(path.index(), btf.sizeOf(type.typeId()));
        return array.at(array.place().plus(offset), type.typeId());
    }

    private int size(Value value, int position) {
        try {
            return btf.sizeOf(value.typeId());
        } catch (BtfException e) {
            throw new ExpressionException(
                    position, "`%s` has no size here".formatted(value.toC(btf)));
        }
    }

    private Value cast(Expression.PointerCast cast) {
        Value value = resolve(cast.value());
        BtfType type = value.type(btf);
        boolean wide = type instanceof BtfType.Int number && number.size() == Long.BYTES;
        if ((!wide && !(type instanceof BtfType.Ptr)) || value.bits() != 0) {
            throw new ExpressionException(
                    cast.position(), "`%s` cannot be cast to a pointer".formatted(value.toC(btf)));
        }
        int target = castType(cast);
        return new Value(value.place(), target, cast.stars(), 0, 0, value.returned());
    }

    private int castType(Expression.PointerCast cast) {
        if (cast.type().equals("void")) {
            return 0;
        }
        Class<? extends BtfType> kind =
                switch (cast.tag()) {
                    case "struct" -> BtfType.Struct.class;
                    case "union" -> BtfType.Union.class;
                    case "enum" -> BtfType.Enumeration.class;
                    default -> BtfType.class;
                };
        return btf.findAll(cast.type(), kind).stream()
                .filter(type ->
                        !cast.tag().isEmpty()
                                || type instanceof BtfType.Typedef
                                || type instanceof BtfType.Int)
                .findFirst()
                .orElseThrow(() ->
                        new ExpressionException(
                                cast.position(),
                                "the kernel's BTF has no type `%s`"
                                        .formatted((cast.tag() + " " + cast.type()).strip())))
                .id();
    }

    private void requirePointer(Value value, int position) {
        if (!value.isPointer(btf)) {
            throw new ExpressionException(position, "`%s` is no pointer".formatted(value.toC(btf)));
        }
    }

    private Value behind(Value pointer, int position) {
        Value target = pointer.target(btf);
        if (target.stars() == 0 && target.typeId() == 0) {
            throw new ExpressionException(
                    position, "what is behind a `void *` has no type: cast the pointer first");
        }
        return target;
    }
}
