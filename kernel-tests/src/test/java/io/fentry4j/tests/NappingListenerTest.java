package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.ListenerOptions;
import io.fentry4j.ListenerThread;
import io.fentry4j.ReaderState;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A listener thread that looks at the ring by time while records come.
@NeedsBpf
@Timeout(60)
class NappingListenerTest {

    private static final long NO_WAKEUP = 1;
    private static final long FORCE_WAKEUP = 2;
    private static final Duration SHORT = Duration.ofMillis(20);

    /// Longer than a test may take: what ends such a nap is not the time.
    private static final Duration ENDLESS = Duration.ofDays(1);

    private final BlockingQueue<Long> got = new LinkedBlockingQueue<>();
    private final BlockingQueue<ReaderState> states = new LinkedBlockingQueue<>();
    private RingProgramBpf bpf;

    @BeforeEach
    void load() {
        bpf = RingProgramBpf.open().load();
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    private void produce(long flags) {
        bpf.submitFlags().set(flags);
        assertThat(bpf.fill().run()).isZero();
    }

    private ListenerThread start(Duration latency) {
        return bpf.samples()
                .listenRaw(
                        view -> got.add(view.getLong(0)),
                        ListenerOptions.DEFAULT.naps(latency, states::add));
    }

    private void awaitState(ReaderState wanted) throws InterruptedException {
        ReaderState state;
        do {
            state = states.poll(30, TimeUnit.SECONDS);
            assertThat(state).isNotNull();
        } while (state != wanted);
    }

    private void awaitRecord(long number) throws InterruptedException {
        assertThat(got.poll(30, TimeUnit.SECONDS)).isEqualTo(number);
    }

    @Test
    void a_record_that_wakes_nobody_is_found_by_the_next_look() throws Exception {
        try (ListenerThread thread = start(SHORT)) {
            awaitState(ReaderState.SLEEPS);
            produce(0);
            awaitRecord(0);
            awaitState(ReaderState.NAPS);
            produce(NO_WAKEUP);
            awaitRecord(1);
            assertThat(thread.delivered()).isEqualTo(2);
        }
    }

    @Test
    void a_look_that_finds_nothing_sends_it_to_sleep() throws Exception {
        try (ListenerThread thread = start(SHORT)) {
            produce(0);
            awaitRecord(0);
            awaitState(ReaderState.NAPS);
            awaitState(ReaderState.READS);
            awaitState(ReaderState.SLEEPS);
            assertThat(thread.failures()).isZero();
        }
    }

    @Test
    void a_record_that_was_left_behind_when_it_went_to_sleep_is_found_a_second_later()
            throws Exception {
        try (ListenerThread thread = start(SHORT)) {
            produce(0);
            awaitRecord(0);
            awaitState(ReaderState.READS);
            awaitState(ReaderState.SLEEPS);
            produce(NO_WAKEUP); // as by a producer that had seen it read
            awaitRecord(1);
            assertThat(thread.delivered()).isEqualTo(2);
        }
    }

    @Test
    void a_producer_ends_a_nap() throws Exception {
        try (ListenerThread thread = start(ENDLESS)) {
            produce(0);
            awaitRecord(0);
            awaitState(ReaderState.NAPS);
            produce(FORCE_WAKEUP);
            awaitRecord(1);
            assertThat(thread.delivered()).isEqualTo(2);
        }
    }

    @Test
    void a_flush_and_a_close_end_a_nap_and_leave_nothing_behind() throws Exception {
        ListenerThread thread = start(ENDLESS);
        produce(0);
        awaitRecord(0);
        awaitState(ReaderState.NAPS);
        produce(NO_WAKEUP);
        assertThat(thread.flush(Duration.ofSeconds(30))).isTrue();
        awaitRecord(1);
        produce(0);
        awaitRecord(2);
        awaitState(ReaderState.NAPS);
        produce(NO_WAKEUP);
        thread.close();
        awaitRecord(3);
    }

    @Test
    void what_follows_a_batch_may_throw() throws Exception {
        AtomicInteger batches = new AtomicInteger();
        try (ListenerThread thread =
                bpf.samples()
                        .listenRaw(
                                view -> got.add(view.getLong(0)),
                                ListenerOptions.DEFAULT.afterBatch(() -> {
                                    batches.incrementAndGet();
                                    throw new IllegalStateException("after the batch");
                                }))) {
            produce(0);
            awaitRecord(0);
            produce(0);
            awaitRecord(1);
            assertThat(thread.flush(Duration.ofSeconds(30))).isTrue();
            assertThat(batches.get()).isBetween(1, 2);
            assertThat(thread.failures()).isEqualTo(batches.get());
            assertThat(thread.firstFailure())
                    .get()
                    .extracting("message")
                    .isEqualTo("after the batch");
        }
    }

    @Test
    void a_latency_below_a_millisecond_is_refused() {
        assertThatThrownBy(
                        () -> ListenerOptions.DEFAULT.naps(Duration.ofNanos(999_999), state -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "set latency of a listener: PT0.000999999S is neither zero nor at least a"
                                + " millisecond");
    }
}
