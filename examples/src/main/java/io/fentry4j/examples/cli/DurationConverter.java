package io.fentry4j.examples.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a time span such as `50us`, `500ms`, `10s`, `1.5m`, `2h`; a number alone is in seconds.
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|)");

    private static final String ADVICE =
            "give a number with ns, us, ms, s, m or h, such as 500ms, 10s";

    @Override
    public Duration convert(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("'%s' is no time span: %s".formatted(text, ADVICE));
        }
        Duration unit =
                switch (parts.group(2)) {
                    case "ns" -> Duration.ofNanos(1);
                    case "us", "µs" -> Duration.ofNanos(1_000);
                    case "ms" -> Duration.ofMillis(1);
                    case "m" -> Duration.ofMinutes(1);
                    case "h" -> Duration.ofHours(1);
                    default -> Duration.ofSeconds(1);
                };
        BigDecimal nanos = new BigDecimal(parts.group(1)).multiply(new BigDecimal(unit.toNanos()));
        try {
            return Duration.ofNanos(nanos.toBigInteger().longValueExact());
        } catch (ArithmeticException e) {
            throw new TypeConversionException(
                    "'%s' is too long: at most 2562047h, leave it out to run without an end"
                            .formatted(text));
        }
    }
}
