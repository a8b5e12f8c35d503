package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.trace.Mode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `fentry`, `kprobe` or `kprobe.multi`.
final class ModeConverter implements ITypeConverter<Mode> {

    @Override
    public Mode convert(String text) {
        return switch (text) {
            case "fentry" -> Mode.FENTRY;
            case "kprobe" -> Mode.KPROBE;
            case "kprobe.multi" -> Mode.KPROBE_MULTI;
            default ->
                    throw new TypeConversionException(
                            "'%s' is not fentry, kprobe or kprobe.multi"
                                    .formatted(BtfText.safe(text)));
        };
    }
}
