package io.fentry4j.micrometer;

import java.time.Duration;
import java.util.stream.LongStream;

/// The upper ends of the buckets that times are counted in: 1, 2, 5, 10 µs and so on up to 10 s.
final class Boundaries {

    private static final long LARGEST_NANOS = 10_000_000_000L;

    private Boundaries() {}

    static Duration[] oneTwoFive() {
        return LongStream.iterate(1_000, power -> power <= LARGEST_NANOS, power -> power * 10)
                .flatMap(power -> LongStream.of(power, 2 * power, 5 * power))
                .filter(nanos -> nanos <= LARGEST_NANOS)
                .mapToObj(Duration::ofNanos)
                .toArray(Duration[]::new);
    }
}
