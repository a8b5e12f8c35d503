package io.fentry4j.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.linux.NoLeaks;
import io.fentry4j.internal.linux.SystemCallException;
import io.fentry4j.internal.ring.MappedRing.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class MappedRingFailureTest {

    private final FakeRing kernel = new FakeRing(4096, 0);
    private final MappedRing ring = MappedRing.map(kernel.fd(), kernel.size());
    private final List<Integer> received = new ArrayList<>();

    @AfterEach
    void close() {
        ring.close();
        kernel.close();
    }

    private State drain() {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> ring.drain(record -> received.add(record.size())));
    }

    @Test
    void what_a_listener_throws_comes_out_and_its_record_counts_as_read() {
        kernel.put(new byte[1]);
        kernel.put(new byte[2]);
        kernel.put(new byte[3]);
        List<RecordView> kept = new ArrayList<>();
        IllegalArgumentException thrown = new IllegalArgumentException("by the listener");

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        ring.drain(record -> {
                            kept.add(record);
                            if (record.size() == 2) {
                                throw thrown;
                            }
                        }))
                .isSameAs(thrown);

        assertThat(ring.handedOver()).isEqualTo(2);
        assertThat(kernel.consumer()).as("published").isEqualTo(32);
        assertThat(kept.getFirst().size()).as("the view is released").isZero();
        assertThat(drain()).isEqualTo(State.DONE);
        assertThat(received).containsExactly(3);
    }

    @Test
    void a_record_longer_than_the_ring_is_refused_and_nothing_of_it_is_read() {
        kernel.put(new byte[8]);
        kernel.header(16, 4089);
        kernel.advance(16);

        assertThatIllegalStateException()
                .isThrownBy(this::drain)
                .withMessageContaining("a record of 4089 bytes at position 16 goes beyond");

        assertThat(received).containsExactly(8);
        assertThat(kernel.consumer()).isEqualTo(16);
        assertThatIllegalStateException().as("each time").isThrownBy(this::drain);
        assertThat(received).containsExactly(8);
    }

    @Test
    void a_record_that_reaches_beyond_what_was_reserved_is_refused() {
        kernel.header(0, 500);
        kernel.advance(16);

        assertThatIllegalStateException()
                .isThrownBy(this::drain)
                .withMessageContaining("a record of 500 bytes at position 0 goes beyond");

        assertThat(received).isEmpty();
        assertThat(kernel.consumer()).isZero();
    }

    @Test
    void a_discarded_record_with_a_false_length_is_refused_too() {
        kernel.header(0, 500 | RingLayout.DISCARDED);
        kernel.advance(16);

        assertThatIllegalStateException().isThrownBy(this::drain);

        assertThat(kernel.consumer()).isZero();
    }

    @Test
    void producers_that_are_further_ahead_than_the_ring_is_long_are_refused() {
        kernel.advance(1L << 62);

        assertThatIllegalStateException()
                .isThrownBy(this::drain)
                .withMessageContaining("is not 0 to 4096 bytes, in steps of 8, ahead");

        assertThat(received).isEmpty();
        assertThat(kernel.consumer()).isZero();
    }

    @Test
    void a_position_between_two_words_is_refused() {
        try (FakeRing odd = new FakeRing(4096, 4);
                MappedRing reader = MappedRing.map(odd.fd(), odd.size())) {
            odd.advance(8);

            assertThatIllegalStateException()
                    .isThrownBy(() -> reader.drain(record -> {}))
                    .withMessageContaining("ahead of the reader's 4");
        }
    }

    @Test
    void a_record_that_fills_the_ring_is_read() {
        kernel.put(new byte[4088]);

        assertThat(drain()).isEqualTo(State.DONE);

        assertThat(received).containsExactly(4088);
        assertThat(kernel.consumer()).isEqualTo(4096);
    }

    @Test
    void a_descriptor_that_cannot_be_mapped_is_refused_by_name() {
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> MappedRing.map(-1, 4096))
                .withMessage("mmap: EBADF (Bad file descriptor)");
    }
}
