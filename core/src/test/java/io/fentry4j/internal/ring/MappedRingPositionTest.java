package io.fentry4j.internal.ring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.internal.linux.NoLeaks;
import io.fentry4j.internal.ring.MappedRing.State;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class MappedRingPositionTest {

    private static final long SIZE = 4096;

    @Test
    void a_reader_starts_where_the_one_before_it_stopped() {
        try (FakeRing kernel = new FakeRing(SIZE, 0)) {
            kernel.put(new byte[1]);
            kernel.put(new byte[2]);
            try (MappedRing first = MappedRing.map(kernel.fd(), SIZE)) {
                first.interrupt(true);
                assertThat(first.drain(record -> {})).isEqualTo(State.INTERRUPTED);
                first.interrupt(false);
                first.drain(record -> first.interrupt(true));
            }
            try (MappedRing second = MappedRing.map(kernel.fd(), SIZE)) {
                List<Integer> received = new ArrayList<>();

                second.drain(record -> received.add(record.size()));

                assertThat(received).containsExactly(2);
                assertThat(second.handedOver()).as("counted by itself").isOne();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, SIZE - 8, SIZE - 16, SIZE, (1L << 31) - 8, (1L << 32) - 16, 1L << 40})
    void a_record_is_whole_wherever_in_the_ring_it_begins(long start) {
        byte[] payload = "a record that crosses the end".getBytes(US_ASCII);
        try (FakeRing kernel = new FakeRing(SIZE, start);
                MappedRing ring = MappedRing.map(kernel.fd(), SIZE)) {
            kernel.put(payload);
            kernel.put(payload);
            List<byte[]> received = new ArrayList<>();

            ring.drain(record -> received.add(record.getBytes(0, record.size())));

            assertThat(received).containsExactly(payload, payload);
            assertThat(kernel.consumer()).isEqualTo(start + 2 * 40);
        }
    }

    @Test
    void a_long_drain_gives_space_back_every_sixteenth_of_the_ring() {
        try (FakeRing kernel = new FakeRing(SIZE, 0);
                MappedRing ring = MappedRing.map(kernel.fd(), SIZE)) {
            while (kernel.fits(8)) {
                kernel.put(new byte[8]);
            }
            Set<Long> published = new HashSet<>();
            List<Long> heldBack = new ArrayList<>();

            ring.drain(record -> {
                published.add(kernel.consumer());
                heldBack.add((ring.handedOver() - 1) * 16 - kernel.consumer());
            });

            assertThat(heldBack).hasSize(256).allMatch(bytes -> bytes >= 0 && bytes < SIZE / 16);
            assertThat(published).as("but not for each record").hasSizeBetween(16, 17);
            assertThat(kernel.consumer()).isEqualTo(SIZE);
        }
    }

    @Test
    void the_space_of_discarded_records_is_given_back_during_a_drain_too() {
        try (FakeRing kernel = new FakeRing(SIZE, 0);
                MappedRing ring = MappedRing.map(kernel.fd(), SIZE)) {
            for (int i = 0; i < 100; i++) {
                kernel.discard(kernel.reserve(new byte[8]));
            }
            kernel.put(new byte[8]);
            List<Long> published = new ArrayList<>();

            ring.drain(record -> published.add(kernel.consumer()));

            assertThat(published.getFirst()).isBetween(100 * 16 - SIZE / 16, 100 * 16L);
        }
    }

    /// More of one length than are looked at together, across the ring's end, and what ends a run:
    /// another length, a discarded record, one that is busy, the end.
    @Test
    void runs_of_records_of_one_length_arrive_whole_whatever_ends_them() {
        int size = 64 * 1024;
        int[] runs = {1, 2, 127, 128, 129, 300, 1000};
        try (FakeRing kernel = new FakeRing(size, size - 10_000);
                MappedRing ring = MappedRing.map(kernel.fd(), size)) {
            List<Long> expected = new ArrayList<>();
            List<Long> received = new ArrayList<>();
            long number = 0;
            for (int run = 0; run < runs.length; run++) {
                for (int i = 0; i < runs[run]; i++) {
                    kernel.put(bytes(number, 8));
                    expected.add(number++);
                }
                if (run % 2 == 0) {
                    kernel.discard(kernel.reserve(bytes(-1, 8)));
                } else {
                    kernel.put(bytes(number, 24));
                    expected.add(number++);
                }
            }
            long busy = kernel.reserve(bytes(number, 8));
            kernel.put(bytes(number + 1, 8));

            State state = ring.drain(record -> received.add(record.getLong(0)));

            assertThat(state).isEqualTo(State.BUSY);
            assertThat(received).isEqualTo(expected);
            assertThat(ring.handedOver()).isEqualTo(expected.size());
            kernel.commit(busy);
            ring.drain(record -> received.add(record.getLong(0)));
            assertThat(received).endsWith(number - 1, number, number + 1);
            assertThat(kernel.consumer()).isEqualTo(kernel.producer());
        }
    }

    private static byte[] bytes(long number, int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder()).putLong(number).array();
    }
}
