package io.fentry4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RecordedTest {

    private final Recorded<String> recorded = new Recorded<>();

    @Test
    void an_event_that_came_before_is_found_at_once() throws InterruptedException {
        recorded.accept("a");
        recorded.accept("b");

        assertThat(recorded.await(event -> !event.equals("a"))).isEqualTo("b");
        assertThat(recorded.all()).containsExactly("a", "b");
    }

    @Test
    void waits_for_events_of_another_thread() throws InterruptedException {
        Thread other =
                Thread.ofPlatform()
                        .start(() -> {
                            recorded.accept("1");
                            recorded.accept("other");
                            recorded.accept("2");
                        });

        assertThat(recorded.await(2, event -> event.length() == 1)).containsExactly("1", "2");
        other.join();
    }

    @Test
    void what_does_not_come_is_told_with_what_came() {
        recorded.accept("a");

        assertThatThrownBy(() -> recorded.await(2, event -> true, Duration.ofMillis(5)))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "await events: 1 of 2 came within 5 ms; recorded 1, the youngest:\n    a");
        assertThatThrownBy(() -> new Recorded<>().await(1, event -> true, Duration.ZERO))
                .hasMessage(
                        "await events: 0 of 1 came within 0 ms; recorded 0, the youngest: none");
    }
}
