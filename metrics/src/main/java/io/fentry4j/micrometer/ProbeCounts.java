package io.fentry4j.micrometer;

import io.fentry4j.unlink.UnlinkStatistics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The statistics of several probes in one, the closed ones included.
///
/// The meters of one scrape are read one by one, each of them from all the numbers. So what was
/// read is kept for a moment: a scrape reads the kernel's counts once, and its meters fit together.
final class ProbeCounts {

    private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();

    private final LongSupplier nanoTime;
    private final Map<Object, Supplier<UnlinkStatistics>> attached = new HashMap<>();
    private UnlinkStatistics closed = UnlinkStatistics.NONE;
    private @Nullable UnlinkStatistics recent;
    private long readAt;

    ProbeCounts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void add(Object probe, Supplier<UnlinkStatistics> statistics) {
        attached.put(probe, statistics);
        recent = null;
    }

    /// The probe is closed: what it says now stays.
    synchronized void remove(Object probe) {
        Supplier<UnlinkStatistics> statistics = attached.remove(probe);
        if (statistics != null) {
            closed = closed.plus(statistics.get());
        }
        recent = null;
    }

    synchronized int attached() {
        return attached.size();
    }

    synchronized UnlinkStatistics statistics() {
        long now = nanoTime.getAsLong();
        UnlinkStatistics last = recent;
        if (last != null && now - readAt < FRESH_NANOS) {
            return last;
        }
        UnlinkStatistics read =
                attached.values().stream()
                        .map(Supplier::get)
                        .reduce(closed, UnlinkStatistics::plus);
        recent = read;
        readAt = now;
        return read;
    }
}
