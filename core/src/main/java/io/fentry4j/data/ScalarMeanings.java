package io.fentry4j.data;

import io.fentry4j.btf.BtfType;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What integers stand for in C.
final class ScalarMeanings {

    static final ScalarCodec.Meaning INT =
            meaning(
                    BtfValue.Int::new,
                    value -> value instanceof BtfValue.Int number ? number.value() : null);

    static final ScalarCodec.Meaning BOOL =
            meaning(
                    number -> new BtfValue.Bool(number.signum() != 0),
                    value ->
                            value instanceof BtfValue.Bool truth
                                    ? truth.value() ? BigInteger.ONE : BigInteger.ZERO
                                    : null);

    static final ScalarCodec.Meaning POINTER =
            meaning(number -> new BtfValue.Pointer(number.longValue()), value -> null);

    private ScalarMeanings() {}

    /// Values of an enum; the first of two names of a value counts.
    static ScalarCodec.Meaning of(BtfType.Enumeration type) {
        Map<BigInteger, String> names = new HashMap<>();
        for (BtfType.Enumerator enumerator : type.enumerators()) {
            names.putIfAbsent(number(type, enumerator), enumerator.name());
        }
        return meaning(
                number -> new BtfValue.Enum(Optional.ofNullable(names.get(number)), number),
                value -> value instanceof BtfValue.Enum named ? named.value() : null);
    }

    private static BigInteger number(BtfType.Enumeration type, BtfType.Enumerator enumerator) {
        return type.signed()
                ? BigInteger.valueOf(enumerator.value())
                : new BigInteger(Long.toUnsignedString(enumerator.value()));
    }

    private static ScalarCodec.Meaning meaning(
            Function<BigInteger, BtfValue> of, Function<BtfValue, @Nullable BigInteger> number) {
        return new ScalarCodec.Meaning() {
            @Override
            public BtfValue of(BigInteger bits) {
                return of.apply(bits);
            }

            @Override
            public BigInteger number(BtfValue value) {
                BigInteger found = number.apply(value);
                if (found == null) {
                    throw new IllegalArgumentException(value + " is no value of this type");
                }
                return found;
            }
        };
    }
}
