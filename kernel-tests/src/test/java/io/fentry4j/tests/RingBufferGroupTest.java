package io.fentry4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fentry4j.GlobalVariable;
import io.fentry4j.RingBufferGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One poll for the real ring buffer maps of two objects.
@NeedsBpf
@Timeout(60)
class RingBufferGroupTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private RingProgramBpf left;
    private RingProgramBpf right;
    private final List<Long> gotLeft = new ArrayList<>();
    private final List<Long> gotRight = new ArrayList<>();

    @BeforeEach
    void load() {
        left = RingProgramBpf.open().load();
        right = RingProgramBpf.open().load();
    }

    @AfterEach
    void close() {
        left.close();
        right.close();
    }

    private RingBufferGroup open() {
        return RingBufferGroup.builder()
                .add(left.samples(), sample -> gotLeft.add(sample.number()))
                .addRaw(right.samples(), view -> gotRight.add(view.getLong(0)))
                .open();
    }

    private static void produce(RingProgramBpf bpf, long records) {
        bpf.wanted().set(records);
        assertThat(bpf.fill().run()).isZero();
    }

    @Test
    void each_map_has_its_own_listener_and_its_order() {
        try (RingBufferGroup group = open()) {
            produce(left, 3);
            produce(right, 2);

            assertThat(group.poll()).isEqualTo(5);

            assertThat(group.delivered()).isEqualTo(5);
            assertThat(group.rings())
                    .containsExactly(
                            new RingBufferGroup.Ring("samples", 3, 0, Duration.ZERO),
                            new RingBufferGroup.Ring("samples", 2, 0, Duration.ZERO));
        }
        assertThat(gotLeft).containsExactly(0L, 1L, 2L);
        assertThat(gotRight).containsExactly(0L, 1L);
    }

    @Test
    void either_map_ends_the_wait() throws Exception {
        try (RingBufferGroup group = open()) {
            for (RingProgramBpf bpf : List.of(right, left, right)) {
                CompletableFuture<Integer> poll =
                        CompletableFuture.supplyAsync(() -> group.poll(LONG));

                produce(bpf, 1);

                assertThat(poll.get(10, TimeUnit.SECONDS)).isOne();
            }
        }
        assertThat(gotLeft).hasSize(1);
        assertThat(gotRight).hasSize(2);
    }

    @Test
    void a_map_that_is_never_empty_does_not_starve_the_other() {
        List<Long> busy = new ArrayList<>();
        try (RingBufferGroup group =
                RingBufferGroup.builder()
                        .add(
                                left.samples(),
                                sample -> {
                                    busy.add(sample.number());
                                    produce(left, 1); // there is always one more
                                })
                        .add(right.samples(), sample -> gotRight.add(sample.number()))
                        .open()) {
            produce(left, 1);
            for (int round = 1; round <= 20; round++) {
                produce(right, 10);

                group.poll(LONG);

                assertThat(gotRight).hasSize(round * 10);
            }
        }
        assertThat(busy).hasSize(20);
    }

    @Test
    void a_listener_that_throws_loses_no_other_record() {
        try (RingBufferGroup group =
                RingBufferGroup.builder()
                        .add(
                                left.samples(),
                                sample -> {
                                    gotLeft.add(sample.number());
                                    throw new IllegalStateException("left " + sample.number());
                                })
                        .add(right.samples(), sample -> gotRight.add(sample.number()))
                        .open()) {
            produce(left, 2);
            produce(right, 3000); // more than a turn

            assertThatThrownBy(group::poll).hasMessage("left 0");
            assertThatThrownBy(group::poll).hasMessage("left 1");
            assertThat(group.poll()).isZero();
        }
        assertThat(gotLeft).containsExactly(0L, 1L);
        assertThat(gotRight)
                .isEqualTo(LongStream.range(0, 3000 - right.refused().get()).boxed().toList());
    }

    @Test
    void a_record_that_is_being_written_holds_back_its_own_map_only() throws Exception {
        GlobalVariable<Long> released = left.released();
        try (RingBufferGroup group = open()) {
            Thread producer = Thread.ofPlatform().start(() -> left.hold().run());
            try {
                while (group.rings().getFirst().busy().isZero()) {
                    group.poll();
                }
                produce(right, 2);

                assertThat(group.poll(LONG)).isEqualTo(2);
                assertThat(group.flush(Duration.ofMillis(20))).isFalse();
                assertThat(group.rings().getFirst().availableBytes()).isPositive();
            } finally {
                released.set(1L);
            }
            assertThat(group.flush(LONG)).isTrue();
            producer.join();
        }
        assertThat(gotLeft).containsExactly(0L);
        assertThat(gotRight).containsExactly(0L, 1L);
    }

    @Test
    void closing_the_object_of_one_map_closes_the_group() {
        RingBufferGroup group = open();
        produce(right, 1);
        right.close();

        assertThatThrownBy(group::poll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("poll ring buffer group: it is closed");
        group.close();
        assertThat(group.rings())
                .extracting(RingBufferGroup.Ring::availableBytes)
                .containsExactly(0L, 0L);
    }

    @Test
    void a_wake_up_from_another_thread_and_a_close_by_a_listener_end_the_poll() throws Exception {
        RingBufferGroup[] self = new RingBufferGroup[1];
        RingBufferGroup group =
                RingBufferGroup.builder()
                        .add(left.samples(), sample -> self[0].close())
                        .add(right.samples(), sample -> gotRight.add(sample.number()))
                        .open();
        self[0] = group;
        CompletableFuture<Integer> poll = CompletableFuture.supplyAsync(() -> group.poll(LONG));
        group.wakeUp();
        assertThat(poll.get(10, TimeUnit.SECONDS)).isZero();

        produce(left, 3);
        assertThat(group.poll(LONG)).isOne();

        assertThatThrownBy(group::poll).hasMessage("poll ring buffer group: it is closed");
    }

    @Test
    void a_group_of_nothing_and_a_map_twice_are_refused() {
        assertThatThrownBy(() -> RingBufferGroup.builder().open())
                .hasMessage("open ring buffer group: it has no map");
        assertThatThrownBy(() ->
                        RingBufferGroup.builder()
                                .add(left.samples(), sample -> {})
                                .add(left.samples(), sample -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("add to ring buffer group: map 'samples' is in it already");
    }
}
