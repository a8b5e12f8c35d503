package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.data.RecordView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two rings behind one reader.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingReaderTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SimulatedMap left = new SimulatedMap(1024 * 1024);
    private final SimulatedMap right = new SimulatedMap();
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger closed = new AtomicInteger();
    private Consumer<String> whenReceived = record -> {};
    private final RingReader reader =
            RingReader.open(
                    "ring buffer group",
                    List.of(
                            waiter -> left.source(waiter, view -> receive("left", view)),
                            waiter -> right.source(waiter, view -> receive("right", view))),
                    closed::incrementAndGet);

    @AfterEach
    void close() {
        reader.close();
        left.close();
        right.close();
    }

    private void receive(String ring, RecordView record) {
        String text = ring + " " + record.getString(0, record.size());
        received.add(text);
        whenReceived.accept(text);
    }

    @Test
    void each_ring_has_its_own_listener_and_a_poll_reads_all() {
        left.put("a");
        right.put("b");
        left.put("c");

        assertThat(reader.poll(LONG)).isEqualTo(3);

        assertThat(received).containsExactlyInAnyOrder("left a", "right b", "left c");
        assertThat(reader.delivered(0)).isEqualTo(2);
        assertThat(reader.delivered(1)).isOne();
    }

    @Test
    void either_ring_ends_the_wait() throws Exception {
        for (SimulatedMap map : List.of(left, right, left)) {
            CompletableFuture<Integer> poll =
                    CompletableFuture.supplyAsync(() -> reader.poll(LONG));

            map.put("late");

            assertThat(poll.get(10, TimeUnit.SECONDS)).isOne();
        }
        assertThat(received).containsExactly("left late", "right late", "left late");
    }

    @Test
    void a_listener_that_throws_loses_no_record_of_the_others_nor_another_one_of_its_own() {
        IllegalStateException bad = new IllegalStateException("left a");
        AssertionError worse = new AssertionError("right a");
        left.put("a");
        left.put("b");
        right.put("a");
        right.put("b");
        whenReceived =
                record -> {
                    if (record.equals("left a")) {
                        throw bad;
                    }
                    if (record.equals("right a")) {
                        throw worse;
                    }
                };

        assertThatThrownBy(() -> reader.poll(LONG))
                .isIn(bad, worse)
                .satisfies(first ->
                        assertThat(first.getSuppressed())
                                .containsOnly(first.equals(bad) ? worse : bad));
        assertThat(received).containsExactlyInAnyOrder("left a", "right a");

        assertThat(reader.poll(LONG)).isEqualTo(2);
        assertThat(received).containsExactlyInAnyOrder("left a", "right a", "left b", "right b");
    }

    @Test
    void a_listener_that_always_throws_does_not_keep_the_other_ring_from_being_read() {
        left.put("a");
        for (int i = 0; i < 5; i++) {
            right.put("r" + i);
        }
        whenReceived =
                record -> {
                    if (record.startsWith("left")) {
                        throw new IllegalStateException(record);
                    }
                };

        assertThatThrownBy(() -> reader.poll(LONG)).hasMessage("left a");

        assertThat(reader.delivered(1)).isEqualTo(5);
    }

    @Test
    void a_record_that_is_being_written_holds_back_its_own_ring_only() throws Exception {
        long record = left.reserve("slow");
        left.put("behind");
        right.put("a");
        assertThat(reader.poll(LONG)).isOne();
        assertThat(reader.busy(0)).isPositive();
        assertThat(reader.busy(1)).isZero();

        CompletableFuture<Integer> poll = CompletableFuture.supplyAsync(() -> reader.poll(LONG));
        right.put("b");
        assertThat(poll.get(10, TimeUnit.SECONDS)).isOne();
        assertThat(reader.flush(Duration.ofMillis(5))).isEqualTo(RingReader.Flushed.BUSY);

        left.commit(record);
        assertThat(reader.flush(LONG)).isEqualTo(RingReader.Flushed.ALL);
        assertThat(received).containsExactly("right a", "right b", "left slow", "left behind");
        assertThat(reader.busy(0)).isZero();
    }

    @Test
    void a_wake_up_by_a_listener_ends_the_poll_after_its_record_whichever_ring_it_is_of() {
        left.put("a");
        left.put("b");
        right.put("a");
        right.put("b");
        whenReceived = record -> reader.wakeUp();

        for (int i = 1; i <= 4; i++) {
            assertThat(reader.poll(LONG)).isOne();
            assertThat(received).hasSize(i);
        }
        assertThat(received).containsExactlyInAnyOrder("left a", "left b", "right a", "right b");
    }

    @Test
    void a_ring_with_much_to_say_does_not_always_go_first() {
        whenReceived = record -> reader.wakeUp();
        for (int i = 0; i < 20; i++) {
            left.put("l");
            right.put("r");
        }
        for (int i = 0; i < 20; i++) {
            reader.poll(LONG);
        }

        assertThat(reader.delivered(0)).isEqualTo(10);
        assertThat(reader.delivered(1)).isEqualTo(10);
    }

    @Test
    void a_ring_with_much_to_say_does_not_keep_the_other_waiting_until_it_has_said_all() {
        String long100 = "x".repeat(100);
        for (int round = 0; round < 2; round++) { // either ring has the first turn once
            received.clear();
            for (int i = 0; i < 3000; i++) {
                left.put(long100);
            }
            right.put("a");

            assertThat(reader.poll(LONG)).isEqualTo(3001);

            assertThat(received.indexOf("right a")).isBetween(0, 64 * 1024 / 100);
        }
    }

    @Test
    void a_listener_may_close_and_no_record_of_any_ring_follows() {
        left.put("a");
        left.put("b");
        right.put("a");
        whenReceived = record -> reader.close();

        assertThat(reader.poll(LONG)).isOne();

        assertThat(closed).hasValue(1);
        assertThat(reader.availableBytes(0)).isZero();
        assertThatIllegalStateException()
                .isThrownBy(() -> reader.poll(LONG))
                .withMessage("poll ring buffer group: it is closed");
    }

    @Test
    void closing_ends_the_wait_of_another_thread() throws Exception {
        CompletableFuture<Integer> poll =
                CompletableFuture.supplyAsync(() -> reader.poll(LONG)).exceptionally(e -> 0);

        reader.close();
        reader.close();

        assertThat(poll.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(closed).hasValue(1);
    }

    @Test
    void a_ring_that_cannot_be_opened_closes_those_before_it() {
        AtomicInteger opened = new AtomicInteger();
        IllegalStateException refused = new IllegalStateException("refused");

        assertThatThrownBy(() ->
                        RingReader.open(
                                "ring buffer group",
                                List.of(
                                        waiter -> {
                                            opened.incrementAndGet();
                                            return left.source(waiter, view -> {});
                                        },
                                        waiter -> {
                                            throw refused;
                                        }),
                                closed::incrementAndGet))
                .isSameAs(refused);

        assertThat(refused.getSuppressed()).isEmpty();
        assertThat(opened).hasValue(1);
        assertThat(closed).as("never opened").hasValue(0);
    }
}
