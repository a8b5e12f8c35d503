package io.fentry4j.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Numbers as the report writes them.
final class Figures {

    private Figures() {}

    /// Three digits that mean something, with commas.
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%,.1f" : "%,.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /// With its error, if it has one.
    static String number(double value, double error) {
        return Double.isNaN(error) ? number(value) : number(value) + " ± " + number(error);
    }

    /// Nanoseconds as milliseconds.
    static String millis(double nanos) {
        return number(nanos / TimeUnit.MILLISECONDS.toNanos(1));
    }

    /// The one in the middle.
    ///
    /// @throws IllegalArgumentException if there is none
    static double median(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("median of no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
