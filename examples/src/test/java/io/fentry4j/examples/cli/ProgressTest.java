package io.fentry4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProgressTest {

    private final StringWriter text = new StringWriter();
    private final PrintWriter err = new PrintWriter(text);

    @Test
    void what_is_quick_is_not_told() {
        try (Progress _ = Progress.start("looking", err, () -> true)) {
            assertThat(text.toString()).isEmpty();
        }
        assertThat(text.toString()).isEmpty();
    }

    @Test
    void what_takes_long_is_told_with_the_time_and_then_wiped_away() throws InterruptedException {
        try (Progress _ = Progress.start("looking", err, () -> true)) {
            while (!text.toString().contains("looking: 2 s")) {
                Thread.sleep(20);
            }
        }
        assertThat(text.toString()).startsWith("\rlooking: 1 s\rlooking: 2 s").endsWith(" \r");
    }

    @Test
    void nothing_is_told_where_nobody_sees_it() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        try (Progress _ =
                Progress.start(
                        "looking",
                        err,
                        () -> {
                            asked.countDown();
                            return false;
                        })) {
            asked.await();
        }
        assertThat(text.toString()).isEmpty();
    }
}
