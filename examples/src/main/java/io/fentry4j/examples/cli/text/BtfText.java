package io.fentry4j.examples.cli.text;

import io.fentry4j.data.BtfValue;
import io.fentry4j.data.KernelString;
import java.util.stream.Collectors;

/// Values of the kernel's types as text that is safe to print on a terminal.
public final class BtfText {

    private BtfText() {}

    /// A value alone.
    public static String of(BtfValue value) {
        return switch (value) {
            case BtfValue.Int number -> number.value().toString();
            case BtfValue.Bool truth -> Boolean.toString(truth.value());
            case BtfValue.Real number -> Double.toString(number.value());
            case BtfValue.Enum named ->
                    named.name().map(BtfText::safe).orElseGet(named.value()::toString);
            case BtfValue.Pointer pointer -> "0x" + Long.toHexString(pointer.address());
            case BtfValue.Text string -> quoted(string.value());
            case BtfValue.Array array ->
                    array.elements().stream()
                            .map(BtfText::of)
                            .collect(Collectors.joining(", ", "[", "]"));
            case BtfValue.Struct struct -> "{" + fields(struct) + "}";
        };
    }

    /// The members of a struct, `name=value` each.
    public static String fields(BtfValue.Struct struct) {
        return struct.fields().stream()
                .map(field -> safe(field.name()) + "=" + of(field.value()))
                .collect(Collectors.joining(" "));
    }

    /// A name in C, unless somebody has made the object to harm a terminal.
    public static String safe(String name) {
        return KernelString.of(name).escaped();
    }

    /// In quotes, with control characters and what is not UTF-8 escaped.
    public static String quoted(KernelString string) {
        return '"' + string.escaped().replace("\"", "\\\"") + '"';
    }
}
