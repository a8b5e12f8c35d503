package io.fentry4j.examples.cli.tracepipe;

import io.fentry4j.data.KernelString;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a regular expression; what is wrong with it is told in one line.
final class RegexConverter implements ITypeConverter<Pattern> {

    @Override
    public Pattern convert(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new TypeConversionException(
                    "'%s' is no regular expression: %s"
                            .formatted(KernelString.of(text).escaped(), e.getDescription()));
        }
    }
}
