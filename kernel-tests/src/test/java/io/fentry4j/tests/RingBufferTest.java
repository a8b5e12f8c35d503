package io.fentry4j.tests;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.GlobalVariable;
import io.fentry4j.RingBuffer;
import io.fentry4j.data.KernelString;
import io.fentry4j.data.RecordView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The polled reader on a real ring buffer map.
@NeedsBpf
@Timeout(60)
class RingBufferTest {

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
    void records_arrive_typed_and_in_order() {
        List<Sample> got = new ArrayList<>();
        try (RingBuffer ring = bpf.samples().open(got::add)) {
            produce(3);

            assertThat(ring.poll()).isEqualTo(3);
        }
        assertThat(got).extracting(Sample::number).containsExactly(0L, 1L, 2L);
        assertThat(got).extracting(Sample::text).containsOnly(KernelString.of("sample"));
    }

    @Test
    void discarded_records_are_skipped() {
        List<Long> got = new ArrayList<>();
        bpf.discardEach().set(3L);
        try (RingBuffer ring = bpf.samples().open(sample -> got.add(sample.number()))) {
            produce(7);

            assertThat(ring.poll()).isEqualTo(4);
        }
        assertThat(got).containsExactly(1L, 2L, 4L, 5L);
    }

    @Test
    void a_full_ring_refuses_and_all_that_was_accepted_arrives_once() {
        List<Long> got = new ArrayList<>();
        try (RingBuffer ring = bpf.samples().open(sample -> got.add(sample.number()))) {
            for (int round = 0; round < 20; round++) {
                produce(3000);
                ring.poll();
                assertThat(ring.availableBytes()).isZero();
            }
        }
        assertThat(bpf.refused().get()).isPositive();
        assertThat(got).hasSize((int) (20 * 3000 - bpf.refused().get()));
        assertThat(got).isEqualTo(LongStream.range(0, got.size()).boxed().toList());
    }

    @Test
    void available_bytes_count_headers_and_padding() {
        try (RingBuffer ring = bpf.samples().open(sample -> {})) {
            produce(2);

            assertThat(ring.availableBytes()).isEqualTo(2L * (8 + Sample.TYPE.size()));
        }
    }

    @Test
    void a_reader_goes_on_where_the_last_one_stopped() {
        List<Long> got = new ArrayList<>();
        produce(2);
        try (RingBuffer first = bpf.samples().open(sample -> got.add(sample.number()))) {
            first.poll();
        }
        produce(2);
        try (RingBuffer second = bpf.samples().open(sample -> got.add(sample.number()))) {
            second.poll();
        }

        assertThat(got).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void an_empty_ring_is_waited_for_until_the_time_is_over() {
        try (RingBuffer ring = bpf.samples().open(sample -> {})) {
            long start = System.nanoTime();

            assertThat(ring.poll(Duration.ofMillis(50))).isZero();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000L);
        }
    }

    @Test
    void a_waiting_reader_gets_what_comes() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RingBuffer ring = bpf.samples().open(sample -> arrived.countDown())) {
            Thread reader = Thread.ofPlatform().start(() -> ring.poll(Duration.ofMinutes(1)));
            awaitWaiting(reader);
            produce(1);

            assertThat(arrived.await(10, SECONDS)).isTrue();
            reader.join();
        }
    }

    @Test
    void a_wake_up_ends_the_wait() throws Exception {
        try (RingBuffer ring = bpf.samples().open(sample -> {})) {
            Thread reader = Thread.ofPlatform().start(() -> ring.poll(Duration.ofMinutes(1)));
            awaitWaiting(reader);
            ring.wakeUp();

            assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void closing_ends_the_wait() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        RingBuffer ring = bpf.samples().open(sample -> first.countDown());
        produce(1);
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            ring.poll();
                            try {
                                ring.poll(Duration.ofMinutes(1));
                            } catch (IllegalStateException e) {
                                // closed between the two polls: that ends it as well
                                assertThat(e).hasMessageContaining("closed");
                            }
                        });
        assertThat(first.await(10, SECONDS)).isTrue();
        ring.close();

        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        assertThatThrownBy(ring::poll).isInstanceOf(IllegalStateException.class);
        assertThat(ring.availableBytes()).isZero();
    }

    /// Whether the poll waits already or is about to, the outcome has to be the same.
    private static void awaitWaiting(Thread reader) {
        while (!reader.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void what_the_listener_throws_comes_out_and_the_next_poll_goes_on_behind() {
        List<Long> got = new ArrayList<>();
        try (RingBuffer ring =
                bpf.samples()
                        .open(sample -> {
                            got.add(sample.number());
                            if (sample.number() == 1) {
                                throw new IllegalArgumentException("no ones");
                            }
                        })) {
            produce(3);

            assertThatThrownBy(ring::poll).hasMessage("no ones");
            assertThat(ring.poll()).isEqualTo(1);
        }
        assertThat(got).containsExactly(0L, 1L, 2L);
    }

    @Test
    void the_listener_can_close_the_reader() {
        AtomicReference<RingBuffer> ring = new AtomicReference<>();
        List<Long> got = new ArrayList<>();
        ring.set(
                bpf.samples()
                        .open(sample -> {
                            got.add(sample.number());
                            ring.get().close();
                        }));
        produce(3);
        ring.get().poll();

        assertThat(got).containsExactly(0L);
        assertThatThrownBy(() -> ring.get().poll()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_view_ends_with_its_callback() {
        List<RecordView> views = new ArrayList<>();
        try (RingBuffer ring = bpf.samples().openRaw(views::add)) {
            produce(1);
            ring.poll();
        }
        RecordView view = views.getFirst();
        assertThat(view.size()).isZero();
        assertThatThrownBy(() -> view.getLong(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_view_that_another_thread_kept_ends_with_its_callback() throws Exception {
        CompletableFuture<RecordView> kept = new CompletableFuture<>();
        try (RingBuffer ring = bpf.samples().openRaw(kept::complete)) {
            produce(1);
            ring.poll();
        }
        CompletableFuture<Long> read = kept.thenApplyAsync(view -> view.getLong(0));

        assertThatThrownBy(() -> read.get(10, SECONDS))
                .hasCauseInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_slow_listener_lets_the_ring_fill_and_each_record_is_either_handed_over_or_refused() {
        List<Long> got = new ArrayList<>();
        try (RingBuffer ring =
                bpf.samples()
                        .open(sample -> {
                            if (got.isEmpty()) {
                                produce(5000); // while the listener is at its first record
                            }
                            got.add(sample.number());
                        })) {
            produce(1);

            assertThat(ring.poll()).isEqualTo(1);
            assertThat(ring.flush(Duration.ZERO)).isTrue();
            assertThat(ring.availableBytes()).isZero();
        }
        assertThat(bpf.refused().get()).isPositive();
        assertThat(got.size() + bpf.refused().get()).isEqualTo(5001);
        assertThat(got).isEqualTo(LongStream.range(0, got.size()).boxed().toList());
    }

    @Test
    void a_flush_hands_over_what_was_reserved_and_what_is_being_written() throws Exception {
        List<Long> got = Collections.synchronizedList(new ArrayList<>());
        GlobalVariable<Long> released = bpf.released();
        try (RingBuffer ring = bpf.samples().open(sample -> got.add(sample.number()))) {
            produce(2);
            Thread producer = Thread.ofPlatform().start(() -> bpf.hold().run());
            try {
                while (ring.busy().isZero()) {
                    ring.poll(Duration.ofMillis(1));
                }
                assertThat(ring.flush(Duration.ofMillis(20))).isFalse();
                assertThat(got).containsExactly(0L, 1L);
                assertThat(ring.busy()).isGreaterThan(Duration.ofMillis(19));
                assertThat(ring.availableBytes()).isEqualTo(8L + Sample.TYPE.size());
            } finally {
                released.set(1L);
            }

            assertThat(ring.flush(Duration.ofSeconds(10))).isTrue();
            assertThat(got).containsExactly(0L, 1L, 2L);
            assertThat(ring.busy()).isZero();
            producer.join();
        }
    }

    @Test
    void closing_the_object_closes_its_readers() {
        RingBuffer ring = bpf.samples().open(sample -> {});
        bpf.close();

        assertThatThrownBy(ring::poll).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> bpf.samples().open(sample -> {}))
                .isInstanceOf(IllegalStateException.class);
    }
}
