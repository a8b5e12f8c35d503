package io.fentry4j.examples.cli.unlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.unlink.UnlinkLoss;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LossReportTest {

    private final StringWriter text = new StringWriter();
    private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
    private final LossReport report =
            new LossReport(new PrintWriter(text, true), clock::getAcquire);

    private void loseAfter(long millis, long events, long total) {
        clock.addAndGet(millis * 1_000_000);
        report.accept(new UnlinkLoss(events, 0, total));
    }

    @Test
    void the_first_loss_is_told_at_once_and_later_ones_once_a_second() {
        loseAfter(0, 3, 3);
        loseAfter(1, 4, 7);
        loseAfter(998, 5, 12);
        assertThat(text.toString().lines()).hasSize(1);
        loseAfter(1, 1, 13);
        assertThat(text)
                .hasToString(
                        """
                        fentry4j: lost 3 events, 3 in all: a larger --ring-size or a filter helps
                        fentry4j: lost 10 events, 13 in all: a larger --ring-size or a filter helps
                        """);
    }
}
