package io.fentry4j.examples.cli.unlink;

import io.fentry4j.data.KernelString;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What the events of a summary are put together by.
enum SummaryBy {
    PROCESS,
    DIRECTORY,
    ERRNO;

    /// Its name as an option and in JSON.
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static final class Converter implements ITypeConverter<SummaryBy> {
        @Override
        public SummaryBy convert(String text) {
            for (SummaryBy by : values()) {
                if (by.key().equals(text)) {
                    return by;
                }
            }
            throw new TypeConversionException(
                    "'%s' is not process, directory or errno"
                            .formatted(KernelString.of(text).escaped()));
        }
    }
}
