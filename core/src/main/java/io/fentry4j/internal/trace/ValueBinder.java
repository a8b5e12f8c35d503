package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfException;
import io.fentry4j.btf.BtfType;
import io.fentry4j.data.BtfValue;
import io.fentry4j.data.BtfValueTypes;
import io.fentry4j.data.RecordView;
import io.fentry4j.data.ValueType;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.expression.ExpressionException;
import io.fentry4j.internal.expression.Parser;
import java.util.Optional;
import java.util.function.Function;

/// Binds values to what BTF says of them, where no Java type says how they are wanted.
final class ValueBinder {

    private static final int MAX_BYTES = 4096;

    private final Btf btf;
    private final Layout layout;
    private final PathResolver paths;

    ValueBinder(Btf btf, Layout layout, Scope scope) {
        this.btf = btf;
        this.layout = layout;
        this.paths = new PathResolver(btf, scope);
    }

    /// The value that a path leads to.
    ///
    /// @throws ExpressionException if it leads nowhere
    /// @throws IllegalArgumentException if what is there cannot be had
    BoundValue bind(String path, Origin origin) {
        return bind(path, paths.resolve(Parser.parse(path)), "(" + path + ")", origin);
    }

    /// A value.
    ///
    /// @param name what it is called in the call
    /// @param path what it is called in paths
    /// @throws IllegalArgumentException if it cannot be had
    BoundValue bind(String name, Value value, String path, Origin origin) {
        BtfType type = value.type(btf);
        boolean scalar =
                type instanceof BtfType.Ptr
                        || type instanceof BtfType.Enumeration
                        || (type instanceof BtfType.Int number && number.size() <= Long.BYTES);
        Optional<Read.Text> text = text(value, path);
        Optional<Slot> textSlot = text.map(read -> layout.slot(read, value.returned(), origin));
        String typeName = value.toC(btf);
        if (type instanceof BtfType.Ptr) {
            Slot slot = layout.slot(Reads.scalar(btf, value), value.returned(), origin);
            Function<RecordView, BtfValue> pointer = view -> new BtfValue.Pointer(view.getLong(0));
            return new BoundValue(name, typeName, slot, pointer, Long.BYTES, textSlot);
        }
        ValueType<BtfValue> values = values(value);
        Read read = scalar ? Reads.scalar(btf, value) : bytes(value, values.size());
        Slot slot = layout.slot(read, value.returned(), origin);
        return new BoundValue(name, typeName, slot, values::decode, values.size(), textSlot);
    }

    private ValueType<BtfValue> values(Value value) {
        try {
            return BtfValueTypes.of(btf, value.typeId());
        } catch (BtfException e) {
            throw new IllegalArgumentException(
                    "`%s` cannot be shown: %s".formatted(value.toC(btf), e.getMessage()), e);
        }
    }

    private Read bytes(Value value, int size) {
        if (size == 0 || size > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "`%s` has %d bytes, 1 to %d can be had: name a member of it"
                            .formatted(value.toC(btf), size, MAX_BYTES));
        }
        return new Read.Bytes(value.place(), size, false);
    }

    private Optional<Read.Text> text(Value value, String path) {
        if (!value.isPointer(btf)) {
            return Optional.empty();
        }
        Value target = value.target(btf);
        if (Reads.isCharacter(btf, target) && isConstant(target)) {
            return Optional.of(Reads.textAnywhere(target.place()));
        }
        return target.stars() == 0 && target.type(btf) instanceof BtfType.Composite struct
                ? PointerTexts.path(struct.name()).flatMap(member -> textAt(path + "->" + member))
                : Optional.empty();
    }

    /// Only what does not change can be a name: the memory of a `char *` is often still to be
    /// filled.
    private boolean isConstant(Value target) {
        if (target.stars() > 0) {
            return false;
        }
        BtfType type = btf.type(target.typeId());
        while (type instanceof BtfType.Alias alias && !(type instanceof BtfType.Const)) {
            type = btf.type(alias.typeId());
        }
        return type instanceof BtfType.Const;
    }

    /// Nothing if this kernel's struct has no such member.
    private Optional<Read.Text> textAt(String path) {
        try {
            return Optional.of(
                    Reads.text(btf, paths.resolve(Parser.parse(path)), Optional.empty(), false));
        } catch (ExpressionException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
