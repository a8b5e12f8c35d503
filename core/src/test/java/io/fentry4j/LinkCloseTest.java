package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LinkCloseTest {

    private final CountDownLatch detaching = new CountDownLatch(1);
    private final CountDownLatch detached = new CountDownLatch(1);

    /// libbpf frees a link that is NULL without a word.
    private Link link() {
        return new Link(MemorySegment.NULL, link -> {}, this::detach, "program", "function", true);
    }

    private void detach() {
        detaching.countDown();
        try {
            detached.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_second_closer_returns_no_sooner_than_the_first_has_detached() throws Exception {
        Link link = link();
        Thread first = Thread.startVirtualThread(link::close);
        detaching.await();
        Thread second = Thread.startVirtualThread(link::close);

        while (second.getState() != Thread.State.WAITING) {
            assertThat(second.isAlive()).as("waits").isTrue();
            Thread.onSpinWait();
        }
        detached.countDown();

        assertThat(first.join(Duration.ofSeconds(10))).isTrue();
        assertThat(second.join(Duration.ofSeconds(10))).isTrue();
        assertThat(link.isOpen()).isFalse();
    }
}
