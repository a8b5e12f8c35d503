package io.fentry4j.unlink;

import io.fentry4j.KernelClock;
import io.fentry4j.data.KernelString;
import io.fentry4j.data.RecordView;
import java.util.Arrays;

/// From the bytes of `struct unlink_record` to an event, with no object on the way but the event
/// and its strings. For the one thread that reads the ring.
final class UnlinkDecoder {

    /// Threads' names repeat: of this many the strings are kept.
    private static final int COMMS = 64;

    private static final int COMM_CAPACITY = 16;

    private static final NameSource[] NAME_SOURCES = NameSource.values();

    private final RecordView view = new RecordView();
    private final KernelClock clock = new KernelClock();
    private final String fileFunction;
    private final String directoryFunction;
    private final long[] commKeys = new long[2 * COMMS];
    private final KernelString[] comms = new KernelString[COMMS];

    /// @param fileFunction the function that removes names of files
    /// @param directoryFunction the function that removes directories
    UnlinkDecoder(String fileFunction, String directoryFunction) {
        this.fileFunction = fileFunction;
        this.directoryFunction = directoryFunction;
        Arrays.fill(comms, KernelString.EMPTY); // the string of the key 0, 0
    }

    UnlinkEvent decode(RecordView record) {
        view.copyFrom(record); // many fields are read faster from a copy
        long started = view.getLong(UnlinkRecord.STARTED_NS_OFFSET);
        boolean directory = view.getByte(UnlinkRecord.KIND_OFFSET) != 0;
        int pathBytes = view.getUnsignedShort(UnlinkRecord.PATH_BYTES_OFFSET);
        int nameOffset = UnlinkRecord.TEXT_OFFSET + pathBytes;
        // The strings first: what is read before an allocation is kept on the stack across it.
        KernelString name = view.getString(nameOffset, view.size() - nameOffset);
        KernelString path = view.getString(UnlinkRecord.TEXT_OFFSET, pathBytes);
        KernelString comm = comm();
        return new UnlinkEvent(
                clock.toRealtimeNanos(started),
                started,
                view.getLong(UnlinkRecord.DURATION_NS_OFFSET),
                directory ? UnlinkEvent.Kind.DIRECTORY : UnlinkEvent.Kind.FILE,
                directory ? directoryFunction : fileFunction,
                view.getInt(UnlinkRecord.PID_OFFSET),
                view.getInt(UnlinkRecord.TID_OFFSET),
                view.getInt(UnlinkRecord.PARENT_PID_OFFSET),
                view.getInt(UnlinkRecord.NAMESPACE_PID_OFFSET),
                view.getUnsignedInt(UnlinkRecord.UID_OFFSET),
                view.getUnsignedInt(UnlinkRecord.GID_OFFSET),
                comm,
                view.getLong(UnlinkRecord.PROCESS_START_NS_OFFSET),
                view.getLong(UnlinkRecord.THREAD_START_NS_OFFSET),
                view.getLong(UnlinkRecord.CGROUP_ID_OFFSET),
                view.getUnsignedInt(UnlinkRecord.MOUNT_NAMESPACE_OFFSET),
                view.getInt(UnlinkRecord.DIRFD_OFFSET),
                name,
                NAME_SOURCES[view.getByte(UnlinkRecord.NAME_SOURCE_OFFSET)],
                path,
                PathState.of(view.getByte(UnlinkRecord.PATH_STATE_OFFSET)),
                view.getInt(UnlinkRecord.RESULT_OFFSET));
    }

    private KernelString comm() {
        long first = view.getLong(UnlinkRecord.COMM_OFFSET);
        long second = view.getLong(UnlinkRecord.COMM_OFFSET + Long.BYTES);
        int place = Long.hashCode(first * 31 + second) & (COMMS - 1);
        if (commKeys[2 * place] != first || commKeys[2 * place + 1] != second) {
            commKeys[2 * place] = first;
            commKeys[2 * place + 1] = second;
            comms[place] = view.getString(UnlinkRecord.COMM_OFFSET, COMM_CAPACITY);
        }
        return comms[place];
    }
}
