package io.fentry4j.examples.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a size in bytes such as `65536`, `64K`, `1M`, `1G`, where `K` is 1,024.
public final class SizeConverter implements ITypeConverter<Integer> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,10})([KMGkmg]?)");

    @Override
    public Integer convert(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException(
                    "'%s' is no size: give a number of bytes, or one with K, M or G, such as 64K"
                            .formatted(text));
        }
        long unit =
                switch (parts.group(2)) {
                    case "K", "k" -> 1L << 10;
                    case "M", "m" -> 1L << 20;
                    case "G", "g" -> 1L << 30;
                    default -> 1;
                };
        long number = Long.parseLong(parts.group(1));
        if (number > Integer.MAX_VALUE / unit) {
            throw new TypeConversionException("'%s' is not below 2G".formatted(text));
        }
        return (int) (number * unit);
    }
}
