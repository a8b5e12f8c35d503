package io.fentry4j.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.linux.NoLeaks;
import io.fentry4j.internal.ring.MappedRing.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random producers, interruptions and failures against a model: a queue.
@ExtendWith(NoLeaks.class)
class MappedRingModelTest {

    private static final long SIZE = 4096;
    private static final int STEPS = 5_000;

    private enum Fate {
        BUSY,
        COMMITTED,
        DISCARDED
    }

    private static final class Entry {
        final long position;
        final byte[] payload;
        Fate fate = Fate.BUSY;

        Entry(long position, byte[] payload) {
            this.position = position;
            this.payload = payload;
        }
    }

    private final Deque<Entry> model = new ArrayDeque<>();
    private final List<byte[]> received = new ArrayList<>();
    private long handedOver;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void every_record_arrives_once_in_order_and_unchanged(long seed) {
        Random random = new Random(seed);
        long start = (random.nextLong() & 0xffff_ffffL) & -8;
        try (FakeRing kernel = new FakeRing(SIZE, start);
                MappedRing ring = MappedRing.map(kernel.fd(), SIZE)) {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> produce(kernel, random);
                    case 2 -> settle(kernel, random);
                    default -> drain(kernel, ring, random);
                }
            }
            assertThat(handedOver).isGreaterThan(STEPS / 10);
            assertThat(kernel.producer() - start).as("went round").isGreaterThan(10 * SIZE);
        }
    }

    private void produce(FakeRing kernel, Random random) {
        byte[] payload = new byte[random.nextInt(random.nextInt(8) == 0 ? 1500 : 60)];
        random.nextBytes(payload);
        if (kernel.fits(payload.length)) {
            model.add(new Entry(kernel.reserve(payload), payload));
        }
    }

    private void settle(FakeRing kernel, Random random) {
        for (Entry entry : model) {
            if (entry.fate == Fate.BUSY && random.nextInt(8) != 0) {
                boolean discard = random.nextInt(4) == 0;
                entry.fate = discard ? Fate.DISCARDED : Fate.COMMITTED;
                if (discard) {
                    kernel.discard(entry.position);
                } else {
                    kernel.commit(entry.position);
                }
            }
        }
    }

    private void drain(FakeRing kernel, MappedRing ring, Random random) {
        int stopAt = random.nextInt(10);
        int throwAt = random.nextInt(10);
        received.clear();
        List<byte[]> expected = new ArrayList<>();
        String outcome = expect(expected, stopAt, throwAt);

        String happened;
        try {
            happened =
                    ring.drain(
                                    record -> {
                                        ring.interrupt(received.size() + 1 == stopAt);
                                        receive(record, throwAt);
                                    })
                            .name();
        } catch (UnsupportedOperationException e) {
            happened = "thrown";
        }

        ring.interrupt(false);
        assertThat(happened).isEqualTo(outcome);
        assertThat(received).usingElementComparator(Arrays::compare).isEqualTo(expected);
        handedOver += expected.size();
        assertThat(ring.handedOver()).isEqualTo(handedOver);
        assertThat(kernel.consumer())
                .isEqualTo(model.isEmpty() ? kernel.producer() : model.getFirst().position);
        assertThat(ring.availableBytes()).isEqualTo(kernel.producer() - kernel.consumer());
    }

    private void receive(RecordView record, int throwAt) {
        received.add(record.getBytes(0, record.size()));
        if (received.size() == throwAt) {
            throw new UnsupportedOperationException("by the listener");
        }
    }

    /// Takes out of the model what a drain has to hand over, and says how it has to end.
    private String expect(List<byte[]> expected, int stopAt, int throwAt) {
        while (!model.isEmpty()) {
            Entry next = model.getFirst();
            if (next.fate == Fate.BUSY) {
                return State.BUSY.name();
            }
            if (!expected.isEmpty() && expected.size() == stopAt) {
                return State.INTERRUPTED.name();
            }
            model.removeFirst();
            if (next.fate == Fate.COMMITTED) {
                expected.add(next.payload);
                if (expected.size() == throwAt) {
                    return "thrown";
                }
            }
        }
        return State.DONE.name();
    }
}
