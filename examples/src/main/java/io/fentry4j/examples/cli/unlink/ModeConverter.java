package io.fentry4j.examples.cli.unlink;

import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.Mode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a mode by its name in small letters.
final class ModeConverter implements ITypeConverter<Mode> {

    @Override
    public Mode convert(String text) {
        return switch (text) {
            case "fentry" -> Mode.FENTRY;
            case "kprobe" -> Mode.KPROBE;
            default ->
                    throw new TypeConversionException(
                            "'%s' is neither fentry nor kprobe"
                                    .formatted(KernelString.of(text).escaped()));
        };
    }
}
