package io.fentry4j.fuzz;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.ring.FakeRing;
import io.fentry4j.internal.ring.MappedRing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The mapped pages of a ring: the consumer's position, how far the producers are ahead, and the
/// data. Only an [IllegalStateException] may come out, and nothing outside of the ring be read.
public final class RingFuzzer {

    private static final int SIZE = 4096;

    private RingFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ByteBuffer bytes =
                ByteBuffer.allocate(16 + SIZE)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(input, 0, Math.min(input.length, 16 + SIZE));
        try (FakeRing kernel = new FakeRing(SIZE, bytes.getLong(0))) {
            for (int at = 0; at < SIZE; at += Integer.BYTES) {
                kernel.header(at, bytes.getInt(16 + at));
            }
            kernel.advance(bytes.getLong(8));
            try (MappedRing ring = MappedRing.map(kernel.fd(), SIZE)) {
                ring.availableBytes();
                long[] read = {0};
                for (int i = 0; i < 3; i++) {
                    ring.drain(record -> read[0] += use(record));
                    if (read[0] > SIZE) {
                        throw new AssertionError(read[0] + " bytes of records in one ring");
                    }
                }
            } catch (IllegalStateException e) {
                // damaged, and seen to be so
            }
        }
    }

    private static int use(RecordView record) {
        RecordFuzzer.useAll(record);
        return record.size();
    }
}
