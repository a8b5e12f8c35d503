package io.fentry4j.internal.trace;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.data.RecordView;
import io.fentry4j.internal.asm.Origin;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.BiFunction;

/// Binds values whose Java type the kernel's type decides: see [io.fentry4j.trace.AggregateRow].
final class AnyValue {

    private final Btf btf;
    private final Layout layout;

    AnyValue(Btf btf, Layout layout) {
        this.btf = btf;
        this.layout = layout;
    }

    /// @throws IllegalArgumentException if it is neither a number nor a string
    Field field(Value value, Origin origin) {
        if (isText(value)) {
            Read.Text read = Reads.text(btf, value, Optional.empty(), false);
            return Field.Leaf.any(
                    layout.slot(read, value.returned(), origin),
                    Conversions.text(read.capacity(), false));
        }
        if (value.type(btf) instanceof BtfType.Composite) {
            throw new IllegalArgumentException(
                    "`%s` is no single value: name a member".formatted(value.toC(btf)));
        }
        Read.Scalar read = Reads.scalar(btf, value);
        return Field.Leaf.any(
                layout.slot(read, value.returned(), origin), conversion(value.type(btf), read));
    }

    private boolean isText(Value value) {
        Optional<Value> character =
                switch (value.type(btf)) {
                    case BtfType.Ptr _ -> Optional.of(value.target(btf));
                    case BtfType.Array array ->
                            Optional.of(Value.of(value.place(), array.typeId()));
                    default -> Optional.empty();
                };
        return character
                .filter(of -> of.type(btf) instanceof BtfType.Int number && number.size() == 1)
                .isPresent();
    }

    private static BiFunction<RecordView, Integer, Object> conversion(
            BtfType type, Read.Scalar read) {
        return switch (type) {
            case BtfType.Enumeration enumeration -> Conversions.enumName(enumeration);
            case BtfType.Ptr _ -> (view, at) -> "0x" + Long.toHexString(view.getLong(at));
            case BtfType.Int number when number.encoding() == BtfType.Encoding.BOOL ->
                    Conversions.number(Boolean.class);
            default ->
                    read.signed()
                            ? Conversions.number(Long.class)
                            : (view, at) -> unsigned(view.getLong(at));
        };
    }

    /// A `Long` if it is one.
    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }
}
