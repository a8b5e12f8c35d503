package io.fentry4j.unlink;

import io.fentry4j.data.RecordView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// Lets the benchmarks into the package of the probe: records as its C writes them, and the decoder
/// that makes events of them.
public final class UnlinkRecords {

    /// The numbers of `unlink_call.h`.
    private static final byte NOT_REQUESTED = 0;

    private static final byte RESOLVED = 1;
    private static final byte KERNEL = 1;

    private UnlinkRecords() {}

    /// The bytes of `struct unlink_record` for a deletion that succeeded.
    ///
    /// @param path the absolute path; empty if it was not asked for
    /// @param name the name as it was passed
    public static byte[] record(String path, String name) {
        byte[] pathBytes = path.getBytes(StandardCharsets.UTF_8);
        byte[] nameBytes = (name + '\0').getBytes(StandardCharsets.UTF_8);
        ByteBuffer record =
                ByteBuffer.allocate(UnlinkRecord.TEXT_OFFSET + pathBytes.length + nameBytes.length)
                        .order(ByteOrder.nativeOrder());
        record.putLong(UnlinkRecord.STARTED_NS_OFFSET, 1_000_000_000L);
        record.putLong(UnlinkRecord.DURATION_NS_OFFSET, 2_500);
        record.putLong(UnlinkRecord.CGROUP_ID_OFFSET, 4242);
        record.putInt(UnlinkRecord.PID_OFFSET, 4711);
        record.putInt(UnlinkRecord.TID_OFFSET, 4712);
        record.putInt(UnlinkRecord.PARENT_PID_OFFSET, 1);
        record.putInt(UnlinkRecord.UID_OFFSET, 1000);
        record.putInt(UnlinkRecord.GID_OFFSET, 1000);
        record.putInt(UnlinkRecord.DIRFD_OFFSET, UnlinkEvent.AT_FDCWD);
        record.put(UnlinkRecord.COMM_OFFSET, "rm".getBytes(StandardCharsets.US_ASCII));
        record.putShort(UnlinkRecord.PATH_BYTES_OFFSET, (short) pathBytes.length);
        record.put(UnlinkRecord.PATH_STATE_OFFSET, path.isEmpty() ? NOT_REQUESTED : RESOLVED);
        record.put(UnlinkRecord.NAME_SOURCE_OFFSET, KERNEL);
        record.put(UnlinkRecord.TEXT_OFFSET, pathBytes);
        record.put(UnlinkRecord.TEXT_OFFSET + pathBytes.length, nameBytes);
        return record.array();
    }

    /// The probe's own decoder; for one thread.
    public static Function<RecordView, UnlinkEvent> decoder() {
        return new UnlinkDecoder("do_unlinkat", "do_rmdir")::decode;
    }
}
