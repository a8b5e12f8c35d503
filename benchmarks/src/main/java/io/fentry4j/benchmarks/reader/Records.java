package io.fentry4j.benchmarks.reader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Records to fill a ring with.
final class Records {

    private Records() {}

    /// A `struct measurement` whose name takes the rest, with a NUL at the end.
    ///
    /// @param size the record's size in bytes; more than the fields before the name have
    static byte[] ofSize(int size) {
        ByteBuffer record = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        record.putLong(Measurement.TIME_NS_OFFSET, 1_700_000_000_000L);
        record.putInt(Measurement.PID_OFFSET, 4711);
        record.putInt(Measurement.TID_OFFSET, 4712);
        Arrays.fill(record.array(), Measurement.SIZE, size - 1, (byte) 'n');
        return record.array();
    }
}
