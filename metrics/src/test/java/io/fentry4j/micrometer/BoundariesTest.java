package io.fentry4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundariesTest {

    @Test
    void they_go_from_a_microsecond_to_ten_seconds() {
        assertThat(Boundaries.oneTwoFive())
                .isSorted()
                .hasSize(22)
                .startsWith(
                        Duration.ofNanos(1_000),
                        Duration.ofNanos(2_000),
                        Duration.ofNanos(5_000),
                        Duration.ofNanos(10_000))
                .endsWith(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }
}
