package io.fentry4j.examples.cli.unlink;

import io.fentry4j.Errno;
import io.fentry4j.data.KernelString;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads an error by its name, such as `ENOENT`, or its number.
final class ErrnoConverter implements ITypeConverter<Errno> {

    private static final int MAX_ERRNO = 4095;

    @Override
    public Errno convert(String text) {
        if (text.matches("[0-9]{1,4}")) {
            return new Errno(Integer.parseInt(text));
        }
        String name = text.toUpperCase(Locale.ROOT);
        return IntStream.rangeClosed(1, MAX_ERRNO)
                .mapToObj(Errno::new)
                .filter(errno -> errno.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'%s' is no error: give names or numbers, such as ENOENT"
                                        .formatted(KernelString.of(text).escaped())));
    }
}
