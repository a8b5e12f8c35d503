package io.fentry4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.linux.LibC;
import io.fentry4j.internal.ring.FakeRing;
import io.fentry4j.internal.ring.MappedRing;
import io.fentry4j.internal.ring.RingWaiter;
import java.util.function.Consumer;

/// A ring buffer map that a reader can wait for: an event counter stands for the map's descriptor.
///
/// Unlike the map's, it has to be taken back when the ring has been read.
final class SimulatedMap implements AutoCloseable {

    private final FakeRing memory;
    private final int ready = LibC.eventfd();

    SimulatedMap() {
        this(4096);
    }

    /// @param size the bytes of its ring
    SimulatedMap(long size) {
        memory = new FakeRing(size, 0);
    }

    RingBuffer open(Consumer<? super RecordView> listener, Consumer<? super RingBuffer> onClose) {
        return RingBuffer.open(waiter -> source(waiter, listener), onClose);
    }

    RingReader.Source source(RingWaiter waiter, Consumer<? super RecordView> listener) {
        return RingBuffer.source(
                waiter,
                MappedRing.map(memory.fd(), memory.size()),
                ready,
                record -> {
                    LibC.reset(ready);
                    listener.accept(record);
                });
    }

    void put(String record) {
        commit(reserve(record));
    }

    /// A record that its producer has not written yet.
    long reserve(String record) {
        return memory.reserve(record.getBytes(UTF_8));
    }

    void commit(long record) {
        memory.commit(record);
        LibC.signal(ready);
    }

    @Override
    public void close() {
        LibC.close(ready);
        memory.close();
    }
}
