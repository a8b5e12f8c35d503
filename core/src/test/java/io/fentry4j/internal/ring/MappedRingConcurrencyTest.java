package io.fentry4j.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fentry4j.internal.linux.NoLeaks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MappedRingConcurrencyTest {

    private static final long SIZE = 4096;
    private static final int RECORDS = 100_000;

    private long expected;

    @Test
    void a_reader_beside_a_producer_sees_each_record_whole() throws Exception {
        try (FakeRing kernel = new FakeRing(SIZE, 0);
                MappedRing ring = MappedRing.map(kernel.fd(), SIZE)) {
            CompletableFuture<Void> producer =
                    CompletableFuture.runAsync(() -> produce(kernel, RECORDS));

            while (expected < RECORDS && !producer.isCompletedExceptionally()) {
                ring.drain(record -> {
                    if (record.size() != 24
                            || record.getLong(0) != expected
                            || record.getLong(16) != ~expected) {
                        throw new AssertionError("torn or lost: record " + expected);
                    }
                    expected++;
                });
            }

            producer.get(10, TimeUnit.SECONDS);
            assertThat(ring.handedOver()).isEqualTo(RECORDS);
        }
    }

    private static void produce(FakeRing kernel, int records) {
        ByteBuffer payload = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
        for (long i = 0; i < records; i++) {
            while (!kernel.fits(24)) {
                Thread.onSpinWait();
            }
            kernel.put(payload.putLong(0, i).putLong(16, ~i).array());
        }
    }

    @Test
    void the_available_bytes_are_never_negative_while_the_reader_goes_on() throws Exception {
        try (FakeRing kernel = new FakeRing(SIZE, 0);
                MappedRing ring = MappedRing.map(kernel.fd(), SIZE)) {
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Void> both =
                    CompletableFuture.runAsync(() -> {
                        while (!done.get()) {
                            kernel.advance(8);
                            kernel.consume(8);
                        }
                    });
            long least = 0;
            for (int i = 0; i < 2_000_000; i++) {
                least = Math.min(least, ring.availableBytes());
            }
            done.set(true);
            both.get(10, TimeUnit.SECONDS);

            assertThat(least).isZero();
        }
    }

    @Test
    void an_interruption_by_another_thread_ends_a_drain_after_the_record_it_is_at()
            throws Exception {
        try (FakeRing kernel = new FakeRing(SIZE, 0);
                MappedRing ring = MappedRing.map(kernel.fd(), SIZE)) {
            kernel.put(new byte[8]);
            kernel.put(new byte[8]);
            CompletableFuture<Void> started = new CompletableFuture<>();
            CompletableFuture<Void> interrupted = new CompletableFuture<>();
            CompletableFuture<MappedRing.State> drain =
                    CompletableFuture.supplyAsync(() ->
                            ring.drain(record -> {
                                started.complete(null);
                                interrupted.join();
                            }));
            started.get(10, TimeUnit.SECONDS);

            ring.interrupt(true);
            interrupted.complete(null);

            assertThat(drain.get(10, TimeUnit.SECONDS)).isEqualTo(MappedRing.State.INTERRUPTED);
            assertThat(ring.handedOver()).isOne();
        }
    }
}
