package io.fentry4j.examples.cli.unlink;

import io.fentry4j.data.KernelString;
import io.fentry4j.examples.cli.text.Color;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads when there is to be colour.
final class ColorConverter implements ITypeConverter<Color> {

    @Override
    public Color convert(String text) {
        return switch (text) {
            case "auto" -> Color.AUTO;
            case "always" -> Color.ALWAYS;
            case "never" -> Color.NEVER;
            default ->
                    throw new TypeConversionException(
                            "'%s' is not auto, always or never"
                                    .formatted(KernelString.of(text).escaped()));
        };
    }
}
