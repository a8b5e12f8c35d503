package io.fentry4j.tests;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.GlobalVariable;
import io.fentry4j.ListenerThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The reader with a thread of its own on a real ring buffer map.
@NeedsBpf
@Timeout(60)
class ListenerThreadTest {

    private RingProgramBpf bpf;

    @BeforeEach
    void load() {
        bpf = RingProgramBpf.open().load();
    }

    @AfterEach
    void close() {
        bpf.close();
    }

    private void produce(long records) {
        bpf.wanted().set(records);
        assertThat(bpf.fill().run()).isZero();
    }

    @Test
    void the_listener_gets_all_that_was_there_before_the_close() {
        List<Long> got = Collections.synchronizedList(new ArrayList<>());
        ListenerThread thread = bpf.samples().listen(sample -> got.add(sample.number()));
        produce(1000);
        thread.close();

        assertThat(got).isEqualTo(LongStream.range(0, 1000).boxed().toList());
        assertThat(thread.delivered()).isEqualTo(1000);
        assertThat(thread.discarded()).isZero();
    }

    @Test
    void a_listener_that_throws_loses_no_other_record() {
        List<Long> got = Collections.synchronizedList(new ArrayList<>());
        ListenerThread thread =
                bpf.samples()
                        .listen(sample -> {
                            if (sample.number() % 2 == 0) {
                                throw new AssertionError("even " + sample.number());
                            }
                            got.add(sample.number());
                        });
        produce(6);
        thread.close();

        assertThat(got).containsExactly(1L, 3L, 5L);
        assertThat(thread.failures()).isEqualTo(3);
        assertThat(thread.firstFailure()).get().hasToString("java.lang.AssertionError: even 0");
        assertThat(thread.delivered()).isEqualTo(6);
    }

    @Test
    void a_listener_that_closes_is_not_called_again() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<ListenerThread> thread = new AtomicReference<>();
        List<Long> got = Collections.synchronizedList(new ArrayList<>());
        produce(5);
        CountDownLatch known = new CountDownLatch(1);
        thread.set(
                bpf.samples()
                        .listen(sample -> {
                            got.add(sample.number());
                            awaitQuietly(known);
                            thread.get().close();
                            closed.countDown();
                        }));
        known.countDown();

        assertThat(closed.await(10, SECONDS)).isTrue();
        while (thread.get().discarded() < 4) {
            Thread.onSpinWait();
        }
        assertThat(got).containsExactly(0L);
        assertThat(thread.get().delivered()).isEqualTo(1);
    }

    @Test
    void a_listener_that_does_not_return_is_interrupted_when_patience_ends() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ListenerThread thread =
                bpf.samples()
                        .listen(sample -> {
                            entered.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                            }
                        });
        produce(3);
        assertThat(entered.await(10, SECONDS)).isTrue();
        thread.close(Duration.ofMillis(20));

        assertThat(interrupted.await(10, SECONDS)).isTrue();
        while (thread.discarded() < 2) {
            Thread.onSpinWait();
        }
        assertThat(thread.delivered()).isEqualTo(1);
    }

    @Test
    void a_slow_listener_lets_the_ring_fill_and_each_record_is_either_delivered_or_refused()
            throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        ListenerThread thread =
                bpf.samples()
                        .listen(sample -> {
                            entered.countDown();
                            awaitQuietly(leave);
                        });
        produce(1);
        assertThat(entered.await(10, SECONDS)).isTrue();
        produce(5000);
        assertThat(thread.availableBytes()).isGreaterThan(60_000);
        leave.countDown();

        assertThat(thread.flush(Duration.ofSeconds(10))).isTrue();
        assertThat(bpf.refused().get()).isPositive();
        assertThat(thread.delivered() + bpf.refused().get()).isEqualTo(5001);
        thread.close();
    }

    @Test
    void a_flush_returns_when_the_listener_has_seen_everything() {
        List<Long> got = Collections.synchronizedList(new ArrayList<>());
        ListenerThread thread = bpf.samples().listen(sample -> got.add(sample.number()));
        for (int round = 1; round <= 50; round++) {
            produce(10);

            assertThat(thread.flush(Duration.ofSeconds(10))).isTrue();

            assertThat(got).hasSize(round * 10);
        }
        assertThat(thread.availableBytes()).isZero();
        thread.close();
    }

    @Test
    void a_flush_is_not_held_up_by_a_producer_that_is_stuck() throws Exception {
        GlobalVariable<Long> released = bpf.released();
        ListenerThread thread = bpf.samples().listen(sample -> {});
        Thread producer = Thread.ofPlatform().start(() -> bpf.hold().run());
        try {
            while (thread.busy().isZero()) {
                Thread.onSpinWait();
            }
            assertThat(thread.flush(Duration.ofMillis(20))).isFalse();
            assertThat(thread.availableBytes()).isEqualTo(8L + Sample.TYPE.size());
        } finally {
            released.set(1L);
        }
        assertThat(thread.flush(Duration.ofSeconds(10))).isTrue();
        producer.join();
        assertThat(thread.delivered()).isOne();
        thread.close();
    }

    @Test
    void a_listener_can_close_the_whole_object() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        bpf.samples()
                .listen(sample -> {
                    bpf.close();
                    closed.countDown();
                });
        produce(1);

        assertThat(closed.await(10, SECONDS)).isTrue();
    }

    @Test
    void many_closers_at_once_do_no_harm() throws Exception {
        ListenerThread thread = bpf.samples().listen(sample -> {});
        produce(100);
        List<Thread> closers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            closers.add(Thread.ofPlatform().start(thread::close));
            closers.add(Thread.ofPlatform().start(bpf::close));
        }
        for (Thread closer : closers) {
            assertThat(closer.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(thread.delivered()).isEqualTo(100);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
