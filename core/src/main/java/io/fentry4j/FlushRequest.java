package io.fentry4j;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One caller who waits until a reader in another thread has handed over all up to a position.
final class FlushRequest {

    /// Half of what `nanoTime` can tell apart: 146 years.
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final long end;
    private final long deadline;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean all;

    /// @param end a producers' position
    FlushRequest(long end, Duration timeout) {
        this.end = end;
        this.deadline = deadline(timeout);
    }

    /// The time of `nanoTime` in `timeout`.
    static long deadline(Duration timeout) {
        return System.nanoTime() + (timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST).toNanos();
    }

    /// How long it is until `deadline`; not less than nothing.
    static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0));
    }

    long end() {
        return end;
    }

    Duration left() {
        return until(deadline);
    }

    /// Lets the caller go; only the first time counts.
    void complete(boolean success) {
        if (done.getCount() > 0) {
            all = success;
            done.countDown();
        }
    }

    /// Waits for [#complete], up to the deadline. An interrupt ends it and stays set.
    boolean await() {
        try {
            return done.await(left().toNanos(), TimeUnit.NANOSECONDS) && all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
