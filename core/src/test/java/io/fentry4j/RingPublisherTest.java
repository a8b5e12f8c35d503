package io.fentry4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fentry4j.data.RecordView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The rules of Reactive Streams, and that each record has one fate.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingPublisherTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SimulatedMap map = new SimulatedMap();
    private final AtomicInteger started = new AtomicInteger();
    private final RingPublisher<String> publisher = publisher(4);

    @AfterEach
    void close() {
        publisher.close();
        map.close();
    }

    private RingPublisher<String> publisher(int capacity) {
        return new RingPublisher<>(this::start, RingPublisherTest::decode, capacity);
    }

    private ListenerThread start(
            Consumer<? super RecordView> listener, Consumer<? super Optional<Throwable>> onEnd) {
        started.incrementAndGet();
        return ListenerThread.start(
                "publisher",
                (Consumer<RecordView> records) -> map.open(records, ring -> {}),
                listener,
                ListenerOptions.DEFAULT,
                thread -> {},
                onEnd);
    }

    private static String decode(RecordView view) {
        String text = view.getString(0, view.size()).toString();
        if (text.equals("short")) {
            throw new IllegalArgumentException("too short");
        }
        return text;
    }

    private void put(String... records) {
        for (String record : records) {
            map.put(record);
        }
        assertThat(publisher.flush(LONG)).isTrue();
    }

    @Test
    void records_wait_in_the_ring_for_the_first_subscriber() throws Exception {
        map.put("early");
        assertThat(publisher.flush(LONG)).as("nobody reads").isFalse();
        assertThat(started).hasValue(0);

        RecordingSubscriber subscriber = RecordingSubscriber.to(publisher);
        subscriber.subscription().request(1);

        subscriber.awaitSignals("onSubscribe", "early");
        assertThat(started).hasValue(1);
        assertThat(publisher.counts()).isEqualTo(new RingCounts(1, 1, 0, 0));
        assertThat(publisher.unclaimed()).isZero();
    }

    @Test
    void nothing_comes_without_demand_and_no_more_than_was_demanded() throws Exception {
        RecordingSubscriber subscriber = RecordingSubscriber.to(publisher);
        put("a", "b", "c");
        assertThat(subscriber.subscription().counts()).isEqualTo(new RingCounts(3, 0, 0, 3));

        subscriber.subscription().request(2);

        subscriber.awaitSignals("onSubscribe", "a", "b");
        assertThat(subscriber.subscription().counts()).isEqualTo(new RingCounts(3, 2, 0, 1));
        subscriber.subscription().request(Long.MAX_VALUE);
        put("d");
        subscriber.awaitSignals("onSubscribe", "a", "b", "c", "d");
    }

    @Test
    void what_finds_the_buffer_full_is_dropped_and_counted_for_that_subscriber_only()
            throws Exception {
        RecordingSubscriber slow = RecordingSubscriber.to(publisher);
        RecordingSubscriber fast = RecordingSubscriber.to(publisher);
        fast.subscription().request(Long.MAX_VALUE);
        for (int i = 0; i < 6; i++) {
            put("r" + i);
            fast.awaitSize(i + 2);
        }

        assertThat(slow.subscription().counts()).isEqualTo(new RingCounts(6, 0, 2, 4));
        assertThat(fast.subscription().counts()).isEqualTo(new RingCounts(6, 6, 0, 0));
        assertThat(publisher.counts()).isEqualTo(new RingCounts(12, 6, 2, 4));

        slow.subscription().request(10);
        slow.awaitSignals("onSubscribe", "r0", "r1", "r2", "r3");
        put("r6");
        slow.awaitSignals("onSubscribe", "r0", "r1", "r2", "r3", "r6");
        assertThat(slow.subscription().counts()).isEqualTo(new RingCounts(7, 5, 2, 0));
    }

    @Test
    void a_cancelled_subscription_gets_nothing_more_and_its_pending_records_are_lost()
            throws Exception {
        RecordingSubscriber subscriber = RecordingSubscriber.to(publisher);
        put("a", "b");

        subscriber.subscription().cancel();
        subscriber.subscription().cancel();
        subscriber.subscription().request(5);
        subscriber.subscription().request(-1);
        put("c");

        assertThat(subscriber.subscription().counts()).isEqualTo(new RingCounts(2, 0, 2, 0));
        assertThat(publisher.counts()).isEqualTo(new RingCounts(2, 0, 2, 0));
        assertThat(publisher.unclaimed()).isOne();
        publisher.close();
        subscriber.awaitSignals("onSubscribe");
    }

    @Test
    void a_demand_of_less_than_one_ends_the_subscription_with_an_error() throws Exception {
        for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
            RecordingSubscriber subscriber = RecordingSubscriber.to(publisher);

            subscriber.subscription().request(n);

            subscriber.awaitSignals("onSubscribe", "onError IllegalArgumentException");
        }
    }

    @Test
    void closing_completes_a_subscriber_after_it_has_got_what_is_pending() throws Exception {
        RecordingSubscriber subscriber = RecordingSubscriber.to(publisher);
        put("a");
        map.put("still in the ring");

        publisher.close();
        publisher.close();

        assertThat(subscriber.subscription().counts()).isEqualTo(new RingCounts(2, 0, 0, 2));
        subscriber.subscription().request(2);
        subscriber.awaitSignals("onSubscribe", "a", "still in the ring", "onComplete");
        assertThat(publisher.counts()).isEqualTo(new RingCounts(2, 2, 0, 0));
    }

    @Test
    void who_comes_too_late_gets_a_subscription_and_its_end() throws Exception {
        RecordingSubscriber.to(publisher);
        publisher.close();
        RecordingSubscriber.to(publisher).awaitSignals("onSubscribe", "onComplete");

        RingPublisher<String> never = publisher(1);
        never.close();
        RecordingSubscriber.to(never).awaitSignals("onSubscribe", "onComplete");
        assertThat(started).as("the second one read nothing").hasValue(1);
    }

    @Test
    void a_ring_that_cannot_be_read_is_an_error_for_each_subscriber() throws Exception {
        RingPublisher<String> broken =
                new RingPublisher<>(
                        (listener, onEnd) -> {
                            throw new IllegalStateException("use 'object': it is closed");
                        },
                        RingPublisherTest::decode,
                        1);

        RecordingSubscriber.to(broken).awaitSignals("onSubscribe", "onError IllegalStateException");
        RecordingSubscriber.to(broken).awaitSignals("onSubscribe", "onError IllegalStateException");
    }

    @Test
    void closing_while_the_first_subscriber_starts_the_reader_ends_both() throws Exception {
        CompletableFuture<Void> starting = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        RingPublisher<String> slow =
                new RingPublisher<>(
                        (listener, onEnd) -> {
                            starting.complete(null);
                            goOn.join();
                            return start(listener, onEnd);
                        },
                        RingPublisherTest::decode,
                        1);
        RecordingSubscriber subscriber = new RecordingSubscriber();
        CompletableFuture<Void> subscribe =
                CompletableFuture.runAsync(() -> slow.subscribe(subscriber));
        starting.get(10, TimeUnit.SECONDS);

        slow.close();
        goOn.complete(null);

        subscribe.get(10, TimeUnit.SECONDS);
        subscriber.awaitSignals("onSubscribe", "onComplete");
    }

    @Test
    void a_subscriber_that_throws_loses_its_subscription_and_disturbs_nobody() throws Exception {
        RecordingSubscriber bad = RecordingSubscriber.to(publisher);
        RecordingSubscriber good = RecordingSubscriber.to(publisher);
        bad.throwAt("a");
        bad.subscription().request(9);
        good.subscription().request(9);
        put("a");
        bad.awaitSignals("onSubscribe", "a");
        good.awaitSignals("onSubscribe", "a");
        while (publisher.failures() == 0) {
            Thread.onSpinWait();
        }
        put("b");
        good.awaitSignals("onSubscribe", "a", "b");
        publisher.close();

        good.awaitSignals("onSubscribe", "a", "b", "onComplete");
        bad.awaitSignals("onSubscribe", "a");
        assertThat(publisher.failures()).isOne();
    }

    @Test
    void a_record_that_cannot_be_decoded_is_dropped_and_counted() throws Exception {
        RecordingSubscriber subscriber = RecordingSubscriber.to(publisher);
        subscriber.subscription().request(9);
        put("a", "short", "b");

        subscriber.awaitSignals("onSubscribe", "a", "b");
        assertThat(subscriber.subscription().counts()).isEqualTo(new RingCounts(3, 2, 1, 0));
        assertThat(publisher.failures()).isOne();
    }

    @Test
    void the_counts_agree_at_any_time_and_with_what_was_received() throws Exception {
        RecordingSubscriber subscriber = RecordingSubscriber.to(publisher);
        Thread demanding =
                Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 300; i++) {
                        subscriber.subscription().request(1);
                        Thread.onSpinWait();
                    }
                });
        for (int i = 0; i < 1000; i++) {
            map.put("r");
            if (i % 50 == 0) {
                assertThat(publisher.flush(LONG)).isTrue(); // the ring must not overflow
            }
            for (RingCounts counts :
                    new RingCounts[] {subscriber.subscription().counts(), publisher.counts()}) {
                assertThat(counts.delivered() + counts.dropped() + counts.pending())
                        .isEqualTo(counts.taken());
                assertThat(counts.pending()).isBetween(0L, 5L);
            }
        }
        demanding.join();
        assertThat(publisher.flush(LONG)).isTrue();
        subscriber.subscription().cancel();

        RingCounts end = subscriber.subscription().counts();
        assertThat(end.taken()).isEqualTo(1000);
        assertThat(end.pending()).isZero();
        assertThat(end.delivered()).isEqualTo(subscriber.size() - 1).isBetween(1L, 300L);
        assertThat(publisher.counts()).isEqualTo(end);
    }

    @Test
    void a_buffer_for_nothing_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> publisher(0))
                .withMessage("publish ring buffer: a buffer of 0 records holds none");
    }
}
