package io.fentry4j;

import io.fentry4j.data.RecordView;
import io.fentry4j.data.ValueType;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelException;
import io.fentry4j.failure.MapException;
import io.fentry4j.internal.linux.SystemCallException;
import io.fentry4j.internal.map.MapHandle;
import io.fentry4j.internal.map.MapShape;
import io.fentry4j.internal.ring.RingWaiter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A ring buffer map: programs put records in, one reader takes them out.
///
/// Requires Linux 5.8. When the ring is full the kernel drops the new record and keeps no count of
/// it; the program has to.
///
/// @param <T> the Java type of the records
public final class RingBufferMap<T> extends BpfMap {

    private final @Nullable ObjectHandle object;
    private final ValueType<T> recordType;

    private RingBufferMap(
            MapHandle handle, @Nullable ObjectHandle object, ValueType<T> recordType) {
        super(handle);
        this.object = object;
        this.recordType = recordType;
    }

    /// @param object what closes the readers; null if the map stands alone
    static <T> MapKind<RingBufferMap<T>> kind(
            ValueType<T> recordType, @Nullable ObjectHandle object) {
        return MapKind.of(
                "RingBufferMap<" + recordType.name() + ">",
                MapShape.NONE,
                MapShape.NONE,
                handle -> new RingBufferMap<>(handle, object, recordType),
                MapType.RINGBUF);
    }

    /// Creates a ring buffer that belongs to no object. Its readers stay open when it is closed,
    /// and are to be closed by themselves.
    ///
    /// @param name shortened to 15 bytes
    /// @param bytes a power of two and a multiple of the page size
    /// @throws io.fentry4j.failure.BpfException if the kernel refuses, by its cause
    public static <T> RingBufferMap<T> create(String name, ValueType<T> recordType, int bytes) {
        return kind(recordType, null).create(name, MapType.RINGBUF, bytes);
    }

    /// Opens the ring buffer that is pinned at `path`. Its readers stay open when it is closed, and
    /// are to be closed by themselves.
    ///
    /// @throws MapException if there is none, or this user may not open it
    public static <T> RingBufferMap<T> openPinned(Path path, ValueType<T> recordType) {
        return kind(recordType, null).openPinned(path);
    }

    /// How records are decoded.
    public ValueType<T> recordType() {
        return recordType;
    }

    /// Opens a reader that the caller polls.
    ///
    /// @param listener gets each record, decoded
    /// @throws KernelException if the ring cannot be mapped
    /// @throws IllegalStateException if the object is closed
    public RingBuffer open(Consumer<? super T> listener) {
        return openRaw(decoding(listener));
    }

    /// Opens a reader that the caller polls and that neither decodes nor allocates.
    ///
    /// @param listener gets a view of each record, valid until it returns
    /// @throws IllegalStateException if the object is closed
    public RingBuffer openRaw(Consumer<? super RecordView> listener) {
        RingBuffer reader = RingBuffer.open(source(listener), this::disown);
        own(reader);
        return reader;
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
        return listenRaw(listener, ListenerOptions.DEFAULT);
    }

    /// The same, with a say in how the thread waits.
    ///
    /// @throws IllegalStateException if the object is closed
    public ListenerThread listenRaw(
            Consumer<? super RecordView> listener, ListenerOptions options) {
        return startThread(listener, options, failure -> {});
    }

    /// Publishes the records, decoded, to subscribers; each may leave 256 undemanded.
    public RingPublisher<T> publish() {
        return publish(Flow.defaultBufferSize());
    }

    /// Publishes the records, decoded, to subscribers. [RingPublisher] says what is counted when.
    ///
    /// @param capacity the records that each subscriber may leave undemanded before further ones
    ///   are dropped, rounded up to a power of two
    public RingPublisher<T> publish(int capacity) {
        return new RingPublisher<>(
                (listener, onEnd) -> startThread(listener, ListenerOptions.DEFAULT, onEnd),
                decoder(),
                capacity);
    }

    private ListenerThread startThread(
            Consumer<? super RecordView> listener,
            ListenerOptions options,
            Consumer<? super Optional<Throwable>> onEnd) {
        String owner = handle().owner().map(name -> name + "-").orElse("");
        ListenerThread thread =
                ListenerThread.start(
                        "fentry4j-" + owner + name(),
                        (Consumer<RecordView> records) ->
                                RingBuffer.open(source(records), closed -> {}),
                        listener,
                        options,
                        this::disown,
                        onEnd);
        own(thread);
        return thread;
    }

    /// Closes `reader` with the object, or at once if that is closed.
    void own(AutoCloseable reader) {
        if (object != null) {
            object.own(reader);
        }
    }

    /// Forgets a reader that has been closed.
    void disown(AutoCloseable reader) {
        if (object != null) {
            object.disown(reader);
        }
    }

    /// Maps the ring for a reader.
    Function<RingWaiter, RingReader.Source> source(Consumer<? super RecordView> listener) {
        return waiter -> {
            // The mapped pages hold the ring, so the descriptor is needed until they are mapped
            // only.
            try {
                return handle().with(fd -> RingBuffer.source(waiter, fd, maxEntries(), listener));
            } catch (SystemCallException e) {
                throw new KernelException(
                        Failure.of(
                                        "open a reader of " + handle(),
                                        "the kernel refused: " + e.getMessage())
                                .errno(e.errno()),
                        e);
            }
        };
    }

    Consumer<RecordView> decoding(Consumer<? super T> listener) {
        Function<RecordView, T> decoder = decoder();
        return view -> listener.accept(decoder.apply(view));
    }

    /// A decoder for one reader: fields are read from a copy, which is faster than from the mapped
    /// pages.
    private Function<RecordView, T> decoder() {
        RecordView copy = new RecordView();
        return view -> recordType.decode(copy.copyFrom(view));
    }
}
