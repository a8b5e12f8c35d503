package io.fentry4j;

import io.fentry4j.data.ValueType;
import io.fentry4j.internal.libbpf.LibbpfLibrary;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.internal.map.MapPins;
import io.fentry4j.internal.map.MapShape;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Maps whose types nobody has named: their keys and values are bytes.
final class RawMaps {

    private static final ValueType<byte[]> RECORD =
            ValueType.of(
                    "bytes",
                    0,
                    view -> view.getBytes(0, view.size()),
                    (writer, bytes) -> writer.putBytes(0, bytes.length, bytes));

    private RawMaps() {}

    static BpfMap openPinned(Path path) {
        LibbpfLibrary.require();
        return of(MapPins.open(path), null);
    }

    /// @param object what closes the readers of a ring buffer, if it belongs to an object
    static BpfMap of(MapHandle handle, @Nullable ObjectHandle object) {
        var key = ValueType.bytes(handle.info().keySize());
        var value = ValueType.bytes(handle.info().valueSize());
        if (handle.type() == MapType.STACK_TRACE && handle.hasFlag(MapShape.BUILD_ID)) {
            return new OtherMap(handle);
        }
        MapKind<?> kind =
                switch (handle.type()) {
                    case HASH, LRU_HASH -> BpfHashMap.kind(key, value);
                    case PERCPU_HASH, LRU_PERCPU_HASH -> PerCpuHashMap.kind(key, value);
                    case ARRAY -> ArrayMap.kind(value);
                    case PERCPU_ARRAY -> PerCpuArrayMap.kind(value);
                    case TASK_STORAGE -> TaskStorageMap.kind(value);
                    case QUEUE -> QueueMap.kind(value);
                    case STACK -> StackMap.kind(value);
                    case STACK_TRACE -> StackTraceMap.kind();
                    case ARRAY_OF_MAPS -> ArrayOfMaps.kind();
                    case HASH_OF_MAPS -> HashOfMaps.kind(key);
                    case RINGBUF -> RingBufferMap.kind(RECORD, object);
                    default -> null;
                };
        return kind == null ? new OtherMap(handle) : kind.maker().apply(handle);
    }
}
