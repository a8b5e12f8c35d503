package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KernelClockTest {

    private static final long SECOND = 1_000_000_000L;

    /// Of a wall clock that is read between two others: no more than it may be off by itself.
    private static final Duration TOLERANCE = Duration.ofMillis(5);

    private final KernelClock clock = new KernelClock();

    @Test
    void now_is_now() {
        Instant before = Instant.now();
        Instant now = clock.toInstant(KernelClock.monotonicNanos());
        Instant after = Instant.now();

        assertThat(now).isBetween(before.minus(TOLERANCE), after.plus(TOLERANCE));
    }

    @Test
    void the_monotonic_time_is_the_one_that_java_measures_with() {
        long before = System.nanoTime();
        long now = KernelClock.monotonicNanos();

        assertThat(now).isBetween(before, System.nanoTime());
    }

    @Test
    void times_within_a_second_are_as_far_apart_as_they_were_to_the_nanosecond() {
        long start = KernelClock.monotonicNanos() - SECOND;
        Instant first = clock.toInstant(start);

        for (long later : new long[] {1, 2, 999, 123_456_789, SECOND - 1}) {
            assertThat(Duration.between(first, clock.toInstant(start + later)))
                    .isEqualTo(Duration.ofNanos(later));
        }
    }

    /// Times in the future stand for time that passes: each makes the clock measure anew.
    @Test
    void measuring_anew_does_not_change_the_order_or_the_distance_of_times() {
        long start = KernelClock.monotonicNanos();
        Instant first = clock.toInstant(start);

        for (long later = 0; later < 500 * SECOND; later += SECOND / 2) {
            assertThat(Duration.between(first, clock.toInstant(start + later)))
                    .isEqualTo(Duration.ofNanos(later));
        }
    }

    @Test
    void an_event_of_the_past_is_shown_in_the_past() {
        long now = KernelClock.monotonicNanos();

        Duration between =
                Duration.between(clock.toInstant(now - 3600 * SECOND), clock.toInstant(now));

        assertThat(between).isEqualTo(Duration.ofHours(1));
    }
}
