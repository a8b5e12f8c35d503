package io.fentry4j.examples.cli.text;

import java.time.Duration;

/// A duration for people: at least two digits that count, in the unit that fits: `850 ns`, `3.8
/// µs`, `41 µs`, `1.2 ms`, `15 s`. Cut, not rounded, so that it never claims more than there was.
public final class ShortDuration {

    private static final String[] UNITS = {" ns", " µs", " ms"};

    private ShortDuration() {}

    /// In words of this class.
    public static String format(Duration duration) {
        long value = duration.toNanos();
        long tenths = 0;
        for (String unit : UNITS) {
            if (value < 1000) {
                return text(value, tenths, unit);
            }
            tenths = value % 1000 / 100;
            value /= 1000;
        }
        return text(value, tenths, " s");
    }

    private static String text(long value, long tenths, String unit) {
        return value < 10 && !unit.equals(UNITS[0]) ? value + "." + tenths + unit : value + unit;
    }
}
