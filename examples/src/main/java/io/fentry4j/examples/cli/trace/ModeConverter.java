package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.trace.Mode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `fentry` or `kprobe`.
final class ModeConverter implements ITypeConverter<Mode> {

    @Override
    public Mode convert(String text) {
        return switch (text) {
            case "fentry" -> Mode.FENTRY;
            case "kprobe" -> Mode.KPROBE;
            default ->
                    throw new TypeConversionException(
                            "'%s' is neither fentry nor kprobe".formatted(BtfText.safe(text)));
        };
    }
}
