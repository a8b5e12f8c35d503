package io.fentry4j.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads how many of something are wanted: 1 or more.
public final class CountConverter implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        try {
            long count = Long.parseLong(text);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw new TypeConversionException("'%s' is no number from 1 on".formatted(text));
    }
}
