package io.fentry4j;

import io.fentry4j.data.RecordView;
import io.fentry4j.data.ValueType;
import io.fentry4j.internal.libbpf.Libbpf;
import java.util.function.Consumer;

/// A ring buffer map: programs put records in, one reader takes them out.
///
/// Requires Linux 5.8. When the ring is full the kernel drops the new record and keeps no count of
/// it; the program has to.
///
/// @param <T> the Java type of the records
public final class RingBufferMap<T> extends BpfMap {

    private final ValueType<T> recordType;

    RingBufferMap(Handle handle, ValueType<T> recordType) {
        super(handle);
        this.recordType = recordType;
    }

    /// How records are decoded.
    public ValueType<T> recordType() {
        return recordType;
    }

    /// Opens a reader that the caller polls.
    ///
    /// @param listener gets each record, decoded
    /// @throws IllegalStateException if the object is closed
    public RingBuffer open(Consumer<? super T> listener) {
        return openRaw(decoding(listener));
    }

    /// Opens a reader that the caller polls and that neither decodes nor allocates.
    ///
    /// @param listener gets a view of each record, valid until it returns
    /// @throws IllegalStateException if the object is closed
    public RingBuffer openRaw(Consumer<? super RecordView> listener) {
        ObjectHandle object = handle().object();
        return object.own(reader(listener, object::disown));
    }

    /// Starts a thread that reads and calls `listener` with each record, decoded.
    ///
    /// @throws IllegalStateException if the object is closed
    public ListenerThread listen(Consumer<? super T> listener) {
        return listenRaw(decoding(listener));
    }

    /// Starts a thread that reads and calls `listener` with a view of each record, valid until it
    /// returns.
    ///
    /// @throws IllegalStateException if the object is closed
    public ListenerThread listenRaw(Consumer<? super RecordView> listener) {
        ObjectHandle object = handle().object();
        ListenerThread thread =
                ListenerThread.start(
                        "fentry4j-" + object.name() + "-" + name(),
                        (Consumer<RecordView> records) -> reader(records, closed -> {}),
                        listener,
                        object::disown);
        return object.own(thread);
    }

    private RingBuffer reader(
            Consumer<? super RecordView> listener, Consumer<? super RingBuffer> onClose) {
        return handle().object()
                .use(() ->
                        RingBuffer.open(
                                Libbpf.mapFd(handle().pointer()),
                                Integer.toUnsignedLong(Libbpf.maxEntries(handle().pointer())),
                                listener,
                                onClose))
                .value();
    }

    private Consumer<RecordView> decoding(Consumer<? super T> listener) {
        return view -> listener.accept(recordType.decode(view));
    }
}
