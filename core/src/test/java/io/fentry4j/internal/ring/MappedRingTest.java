package io.fentry4j.internal.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.linux.NoLeaks;
import io.fentry4j.internal.ring.MappedRing.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class MappedRingTest {

    private final FakeRing kernel = new FakeRing(4096, 0);
    private final MappedRing ring = MappedRing.map(kernel.fd(), kernel.size());
    private final List<String> received = new ArrayList<>();

    @AfterEach
    void close() {
        ring.close();
        kernel.close();
    }

    private State drain() {
        return ring.drain(record -> received.add(record.getString(0, record.size()).toString()));
    }

    private long reserve(String text) {
        return kernel.reserve(text.getBytes(UTF_8));
    }

    private void put(String text) {
        kernel.commit(reserve(text));
    }

    @Test
    void an_empty_ring_hands_over_nothing() {
        assertThat(drain()).isEqualTo(State.DONE);

        assertThat(received).isEmpty();
        assertThat(ring.handedOver()).isZero();
        assertThat(ring.availableBytes()).isZero();
    }

    @Test
    void records_come_in_order_each_with_its_own_size() {
        put("one");
        put("");
        put("a record of more than eight bytes");
        assertThat(ring.availableBytes()).isEqualTo(16 + 8 + 48);
        assertThat(ring.producerPosition()).isEqualTo(16 + 8 + 48);
        assertThat(ring.position()).isZero();

        assertThat(drain()).isEqualTo(State.DONE);

        assertThat(received).containsExactly("one", "", "a record of more than eight bytes");
        assertThat(ring.availableBytes()).isZero();
        assertThat(ring.position()).isEqualTo(kernel.producer());
        assertThat(kernel.consumer()).isEqualTo(kernel.producer());
    }

    @Test
    void discarded_records_are_skipped_and_their_space_is_given_back() {
        kernel.discard(reserve("dropped"));
        put("kept");
        kernel.discard(reserve("dropped too"));

        assertThat(drain()).isEqualTo(State.DONE);

        assertThat(received).containsExactly("kept");
        assertThat(ring.handedOver()).isOne();
        assertThat(kernel.consumer()).isEqualTo(kernel.producer());
    }

    @Test
    void a_busy_record_holds_back_what_is_behind_it_until_it_is_written() {
        put("first");
        long slow = reserve("slow");
        put("behind");

        assertThat(drain()).isEqualTo(State.BUSY);
        assertThat(received).containsExactly("first");
        assertThat(drain()).isEqualTo(State.BUSY);
        assertThat(kernel.consumer()).isEqualTo(slow);

        kernel.commit(slow);
        assertThat(drain()).isEqualTo(State.DONE);
        assertThat(received).containsExactly("first", "slow", "behind");
    }

    @Test
    void a_busy_record_that_is_discarded_gives_way() {
        long slow = reserve("slow");
        put("behind");
        assertThat(drain()).isEqualTo(State.BUSY);

        kernel.discard(slow);

        assertThat(drain()).isEqualTo(State.DONE);
        assertThat(received).containsExactly("behind");
    }

    @Test
    void what_comes_during_a_drain_is_left_for_the_next_one() {
        put("1");
        put("2");

        State state =
                ring.drain(record -> {
                    received.add(record.getString(0, 1).toString());
                    put("3");
                });

        assertThat(state).isEqualTo(State.DONE);
        assertThat(received).containsExactly("1", "2");
        assertThat(drain()).isEqualTo(State.DONE);
        assertThat(received).containsExactly("1", "2", "3", "3");
    }

    @Test
    void an_interruption_ends_the_drain_after_the_record_it_is_at_and_later_drains_at_once() {
        put("1");
        put("2");

        State state =
                ring.drain(record -> {
                    received.add(record.getString(0, 1).toString());
                    ring.interrupt(true);
                });

        assertThat(state).isEqualTo(State.INTERRUPTED);
        assertThat(received).containsExactly("1");
        assertThat(drain()).isEqualTo(State.INTERRUPTED);
        assertThat(received).containsExactly("1");
        ring.interrupt(false);
        assertThat(drain()).isEqualTo(State.DONE);
        assertThat(received).containsExactly("1", "2");
    }

    @Test
    void counts_the_record_that_the_listener_looks_at() {
        put("1");
        put("2");
        List<Long> counts = new ArrayList<>();

        ring.drain(record -> counts.add(ring.handedOver()));

        assertThat(counts).containsExactly(1L, 2L);
        assertThat(ring.handedOver()).isEqualTo(2);
    }

    @Test
    void a_view_that_was_kept_reads_nothing_after_the_drain() {
        put("secret");
        List<RecordView> kept = new ArrayList<>();

        ring.drain(kept::add);

        assertThat(kept.getFirst().size()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> kept.getFirst().getByte(0));
    }

    @Test
    void a_drain_stops_at_its_end_and_when_its_budget_is_used_up() {
        put("one"); // 16 bytes each
        put("two");
        put("three");
        long end = ring.producerPosition();
        put("later");
        MappedRing.Handler add =
                record -> received.add(record.getString(0, record.size()).toString());

        assertThat(ring.drain(add, end, 1)).isEqualTo(State.MORE);
        assertThat(received).containsExactly("one");
        assertThat(ring.drain(add, end, 32)).isEqualTo(State.DONE);
        assertThat(received).containsExactly("one", "two", "three");
        assertThat(ring.drain(add, end, 1)).as("behind the end").isEqualTo(State.DONE);
        assertThat(ring.drain(add, end - 16, 1)).as("far behind it").isEqualTo(State.DONE);
        assertThat(received).hasSize(3);

        assertThat(drain()).isEqualTo(State.DONE);
        assertThat(received).endsWith("later");
    }

    @Test
    void a_view_that_is_kept_ends_with_its_callback_and_shows_the_next_record_in_the_next() {
        put("one");
        put("other");
        List<RecordView> kept = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();

        ring.drain(record -> {
            kept.add(record);
            sizes.add(kept.getFirst().size());
        });

        assertThat(sizes).containsExactly(3, 5);
        assertThat(kept.getFirst().size()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> kept.getFirst().getByte(0));
    }

    @Test
    void a_view_that_another_thread_got_ends_with_its_callback() throws Exception {
        put("one");
        put("two");
        List<RecordView> kept = new ArrayList<>();
        CompletableFuture<RecordView> handedOn = new CompletableFuture<>();

        ring.drain(record -> {
            kept.add(record);
            ring.interrupt(true);
            handedOn.complete(record);
        });

        CompletableFuture<Byte> read = handedOn.thenApplyAsync(view -> view.getByte(0));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> read.get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(IndexOutOfBoundsException.class);
        assertThat(kept).hasSize(1);
    }

    @Test
    void a_view_that_is_kept_ends_also_if_its_listener_throws() {
        put("one");
        List<RecordView> kept = new ArrayList<>();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        ring.drain(record -> {
                            kept.add(record);
                            throw new IllegalStateException("by the listener");
                        }));

        assertThat(kept.getFirst().size()).isZero();
    }
}
