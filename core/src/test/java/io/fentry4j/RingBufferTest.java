package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.linux.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingBufferTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SimulatedMap map = new SimulatedMap();
    private final List<String> received = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final RingBuffer ring = map.open(this::receive, reader -> closed.incrementAndGet());
    private Runnable whenReceived = () -> {};

    @AfterEach
    void close() {
        ring.close();
        map.close();
    }

    private void receive(RecordView record) {
        received.add(record.getString(0, record.size()).toString());
        whenReceived.run();
    }

    @Test
    void a_poll_hands_over_what_is_there_and_does_not_wait() {
        assertThat(ring.poll()).isZero();
        map.put("a");
        map.put("b");
        assertThat(ring.availableBytes()).isEqualTo(32);

        assertThat(ring.poll()).isEqualTo(2);

        assertThat(received).containsExactly("a", "b");
        assertThat(ring.delivered()).isEqualTo(2);
        assertThat(ring.availableBytes()).isZero();
    }

    @Test
    void a_poll_waits_no_longer_than_it_is_told_to() {
        long start = System.nanoTime();

        assertThat(ring.poll(Duration.ofMillis(30))).isZero();

        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(29));
    }

    @Test
    void a_record_ends_the_wait() throws Exception {
        CompletableFuture<Integer> poll = CompletableFuture.supplyAsync(() -> ring.poll(LONG));

        map.put("late");

        assertThat(poll.get(10, TimeUnit.SECONDS)).isOne();
        assertThat(received).containsExactly("late");
    }

    @Test
    void a_record_that_is_still_being_written_is_waited_for() throws Exception {
        long record = map.reserve("slow");
        assertThat(ring.poll()).isZero();
        assertThat(ring.poll(Duration.ofMillis(5))).isZero();
        CompletableFuture<Integer> poll = CompletableFuture.supplyAsync(() -> ring.poll(LONG));

        map.commit(record);

        assertThat(poll.get(10, TimeUnit.SECONDS)).isOne();
        assertThat(received).containsExactly("slow");
    }

    @Test
    void a_wake_up_ends_the_wait_that_is_under_way_or_else_the_next_one() throws Exception {
        ring.wakeUp();
        assertThat(ring.poll(LONG)).isZero();

        CompletableFuture<Integer> poll = CompletableFuture.supplyAsync(() -> ring.poll(LONG));
        ring.wakeUp();

        assertThat(poll.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void a_wake_up_by_the_listener_ends_the_poll_after_its_record_and_is_over_then() {
        map.put("a");
        map.put("b");
        whenReceived = ring::wakeUp;

        assertThat(ring.poll(LONG)).isOne();

        assertThat(received).containsExactly("a");
        assertThat(ring.poll(LONG)).isOne();
        assertThat(received).containsExactly("a", "b");
    }

    @Test
    void what_a_listener_throws_comes_out_of_the_poll_and_the_next_one_goes_on() {
        map.put("bad");
        map.put("good");
        whenReceived =
                () -> {
                    whenReceived = () -> {};
                    throw new UnsupportedOperationException("by the listener");
                };

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(ring::poll)
                .withMessage("by the listener");

        assertThat(ring.poll()).isOne();
        assertThat(received).containsExactly("bad", "good");
        assertThat(ring.delivered()).isEqualTo(2);
    }

    @Test
    void a_listener_cannot_poll() {
        map.put("a");
        whenReceived = ring::poll;

        assertThatIllegalStateException()
                .isThrownBy(ring::poll)
                .withMessage("poll ring buffer: its listener cannot poll it");
    }

    @Test
    void a_flush_hands_over_what_was_reserved_before_it_and_no_more() {
        map.put("a");
        map.put("b");
        whenReceived =
                () -> {
                    whenReceived = () -> {};
                    map.put("meanwhile");
                };

        assertThat(ring.flush(LONG)).isTrue();

        assertThat(received).containsExactly("a", "b");
        assertThat(ring.flush(LONG)).isTrue();
        assertThat(received).containsExactly("a", "b", "meanwhile");
        assertThat(ring.flush(Duration.ZERO)).as("nothing is there").isTrue();
    }

    @Test
    void a_flush_waits_for_records_that_are_being_written() throws Exception {
        long record = map.reserve("slow");
        CompletableFuture<Boolean> flush = CompletableFuture.supplyAsync(() -> ring.flush(LONG));
        while (ring.busy().isZero()) {
            Thread.onSpinWait();
        }
        assertThat(flush).isNotDone();

        map.commit(record);

        assertThat(flush.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(received).containsExactly("slow");
    }

    @Test
    void a_flush_gives_up_in_time_on_a_producer_that_never_ends_and_says_so() {
        map.put("before");
        map.reserve("stuck");
        map.put("behind");

        assertThat(ring.flush(Duration.ZERO)).isFalse();
        assertThat(received).containsExactly("before");
        long start = System.nanoTime();
        assertThat(ring.flush(Duration.ofMillis(30))).isFalse();

        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(29));
        assertThat(ring.busy()).isGreaterThan(Duration.ofMillis(29));
        assertThat(ring.availableBytes()).isEqualTo(32);
    }

    @Test
    void the_time_that_a_record_is_busy_goes_on_over_polls_and_ends_with_it() {
        assertThat(ring.busy()).isZero();
        long record = map.reserve("slow");
        ring.poll(Duration.ofMillis(20));
        ring.poll();
        assertThat(ring.busy()).isGreaterThan(Duration.ofMillis(19));

        map.commit(record);
        ring.poll();
        assertThat(ring.busy()).isZero();

        map.reserve("another");
        ring.poll();
        assertThat(ring.busy()).isPositive().isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_busy_record_can_be_seen_though_nobody_polls() {
        map.reserve("stuck");

        assertThat(ring.busy()).isPositive();

        Duration first = ring.busy();
        while (ring.busy().compareTo(first) <= 0) {
            Thread.onSpinWait();
        }
        ring.close();
        assertThat(ring.busy()).isZero();
    }

    @Test
    void a_wake_up_ends_a_flush_too() throws Exception {
        map.reserve("stuck");
        CompletableFuture<Boolean> flush = CompletableFuture.supplyAsync(() -> ring.flush(LONG));

        ring.wakeUp();

        assertThat(flush.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void closing_ends_a_wait_for_a_producer_that_never_ends() throws Exception {
        map.reserve("stuck");
        CompletableFuture<Integer> poll =
                CompletableFuture.supplyAsync(() -> ring.poll(LONG))
                        .exceptionally(e -> 0); // or it came after the close

        ring.close();

        assertThat(poll.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void a_producer_that_never_ends_costs_no_cpu_even_if_the_thread_is_interrupted()
            throws IOException {
        map.reserve("stuck");
        Thread.currentThread().interrupt();
        try {
            long before = nanosOnCpu();

            ring.poll(Duration.ofMillis(400));

            assertThat(Duration.ofNanos(nanosOnCpu() - before)).isLessThan(Duration.ofMillis(200));
        } finally {
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
    }

    private static long nanosOnCpu() throws IOException {
        String statistics = Files.readString(Path.of("/proc/thread-self/schedstat"));
        return Long.parseLong(statistics, 0, statistics.indexOf(' '), 10);
    }
}
