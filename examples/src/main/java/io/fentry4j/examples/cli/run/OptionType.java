package io.fentry4j.examples.cli.run;

import io.fentry4j.btf.Btf;
import io.fentry4j.btf.BtfType;
import io.fentry4j.data.BtfValue;
import io.fentry4j.data.KernelString;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How a global variable's value is written on the command line.
sealed interface OptionType {

    /// A sign, and hexadecimal or decimal digits.
    Pattern NUMBER = Pattern.compile("(-?)(?:0[xX]([0-9a-fA-F]{1,32})|(\\d{1,40}))");

    /// The type of a variable; empty if its values cannot be given as one word.
    static Optional<OptionType> of(Btf btf, int typeId) {
        return switch (btf.resolve(typeId)) {
            case BtfType.Int type when type.encoding() == BtfType.Encoding.BOOL ->
                    Optional.of(new Truth());
            case BtfType.Int _ -> Optional.of(new Whole());
            case BtfType.Float _ -> Optional.of(new Real());
            case BtfType.Enumeration type -> Optional.of(new Named(type));
            case BtfType.Array array
                    when btf.resolve(array.typeId()) instanceof BtfType.Int element
                            && element.name().equals("char") ->
                    Optional.of(new Text());
            default -> Optional.empty();
        };
    }

    /// Reads a value.
    ///
    /// @throws IllegalArgumentException if it is none of this type
    BtfValue parse(String text);

    /// What may be given besides what the type in C says; empty: nothing.
    default String choices() {
        return "";
    }

    /// A number in C: decimal, or hexadecimal with `0x`.
    private static BigInteger number(String text) {
        Matcher parts = NUMBER.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no number");
        }
        BigInteger size =
                parts.group(2) == null
                        ? new BigInteger(parts.group(3))
                        : new BigInteger(parts.group(2), 16);
        return parts.group(1).isEmpty() ? size : size.negate();
    }

    /// An integer.
    record Whole() implements OptionType {
        @Override
        public BtfValue parse(String text) {
            return new BtfValue.Int(number(text));
        }
    }

    /// `bool`.
    record Truth() implements OptionType {
        @Override
        public BtfValue parse(String text) {
            return switch (text) {
                case "true", "1" -> new BtfValue.Bool(true);
                case "false", "0" -> new BtfValue.Bool(false);
                default ->
                        throw new IllegalArgumentException("'" + text + "' is not true or false");
            };
        }
    }

    /// `float` or `double`.
    record Real() implements OptionType {
        @Override
        public BtfValue parse(String text) {
            try {
                return new BtfValue.Real(Double.parseDouble(text));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is no number", e);
            }
        }
    }

    /// An enum, by name or number.
    record Named(BtfType.Enumeration type) implements OptionType {

        private static final int MOST_SHOWN = 8;

        @Override
        public BtfValue parse(String text) {
            for (BtfType.Enumerator enumerator : type.enumerators()) {
                if (enumerator.name().equals(text)) {
                    BigInteger value = BigInteger.valueOf(enumerator.value());
                    return new BtfValue.Enum(Optional.of(text), unsigned(value));
                }
            }
            try {
                return new BtfValue.Enum(Optional.empty(), number(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'%s' is neither a number nor one of %s".formatted(text, choices()), e);
            }
        }

        private BigInteger unsigned(BigInteger value) {
            return type.signed() ? value : value.mod(BigInteger.TWO.pow(type.size() * Byte.SIZE));
        }

        @Override
        public String choices() {
            List<BtfType.Enumerator> all = type.enumerators();
            return all.stream()
                            .limit(MOST_SHOWN)
                            .map(BtfType.Enumerator::name)
                            .collect(Collectors.joining(", "))
                    + (all.size() > MOST_SHOWN ? ", …" : "");
        }
    }

    /// `char[]`.
    record Text() implements OptionType {
        @Override
        public BtfValue parse(String text) {
            return new BtfValue.Text(KernelString.of(text));
        }
    }
}
