package io.fentry4j.jfr;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.SettingControl;

/// The setting `minDuration` of an event whose duration was measured by the kernel: a time in JFR's
/// notation, such as `20 us`, `10 ms` or `1 s`.
///
/// JFR's own `threshold` looks at the time between the event's `begin()` and `end()` in this JVM,
/// which says nothing about a call in another process.
public final class MinDuration extends SettingControl {

    private static final Pattern TIMESPAN = Pattern.compile("(\\d{1,9}) ?(ns|us|ms|s|m|h|d)");

    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L,
                    "d", 86_400_000_000_000L);

    private volatile String value = "0 ns";
    private volatile long leastNanos;

    /// For JFR, which makes one for each event type.
    public MinDuration() {}

    boolean accepts(long nanos) {
        return nanos >= leastNanos;
    }

    /// The least of what the running recordings ask for, so that each gets all that it wants.
    @Override
    public String combine(Set<String> values) {
        return values.stream().min(Comparator.comparingLong(MinDuration::nanos)).orElse(value);
    }

    /// @throws IllegalArgumentException if it is no timespan; JFR writes that to its log
    @Override
    public void setValue(String value) {
        leastNanos = nanos(value);
        this.value = value;
    }

    @Override
    public String getValue() {
        return value;
    }

    private static long nanos(String timespan) {
        Matcher matcher = TIMESPAN.matcher(timespan);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "set minDuration: \"%s\" is no time such as 20 us, 10 ms or 1 s"
                            .formatted(timespan));
        }
        return Math.multiplyExact(
                Long.parseLong(matcher.group(1)), NANOS.getOrDefault(matcher.group(2), 1L));
    }
}
