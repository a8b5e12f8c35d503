package io.fentry4j.benchmarks.reader;

import io.fentry4j.RingBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import me.bechberger.ebpf.bpf.raw.Lib;
import me.bechberger.ebpf.bpf.raw.ring_buffer_sample_fn;
import org.jspecify.annotations.Nullable;

/// Who reads. Each touches the first eight bytes of a record and adds them up, so that all have the
/// same work to do.
public enum Tier {

    /// Nobody, and nothing is in the ring: what the harness itself costs.
    none {
        @Override
        Reader open(RingSource source) {
            return new Reader() {
                @Override
                public int read() {
                    return 0;
                }

                @Override
                public long sum() {
                    return 0;
                }
            };
        }
    },

    /// libbpf's `ring_buffer__consume` with a callback in C; one call from Java a batch.
    libbpf {
        @Override
        Reader open(RingSource source) {
            NativeRing ring = source.nativeRing();
            return new Reader() {
                @Override
                public int read() {
                    return ring.consume();
                }

                @Override
                public long sum() {
                    return ring.sum();
                }
            };
        }
    },

    /// The same function with a callback in Java: rawbpf 0.1.6, the bindings of hello-ebpf.
    upcall {
        @Override
        Reader open(RingSource source) {
            return new UpcallReader(source.nativeRing().mapDescriptor());
        }
    },

    /// This project's reader, in place.
    raw {
        @Override
        Reader open(RingSource source) {
            return new RawReader(source);
        }
    },

    /// This project's reader, a Java record with its string for each event.
    typed {
        @Override
        Reader open(RingSource source) {
            return new TypedReader(source);
        }
    };

    /// Starts a reader of the ring.
    abstract Reader open(RingSource source);

    /// Reads batches.
    public interface Reader extends AutoCloseable {

        /// Reads what is in the ring; returns the number of records.
        int read();

        /// The sum of the first eight bytes of each record so far.
        long sum();

        @Override
        default void close() {}
    }

    private static final class UpcallReader implements Reader {

        private final Arena arena = Arena.ofShared();
        private final MemorySegment ring;
        private long sum;

        /// The bindings look for libbpf in the libraries that were loaded for their class loader.
        @SuppressWarnings("restricted") // they call native code
        UpcallReader(int fd) {
            System.load(CCompiler.sharedLibrary("ring.c").toString());
            MemorySegment callback = ring_buffer_sample_fn.allocate(this::take, arena);
            ring = Lib.ring_buffer__new(fd, callback, MemorySegment.NULL, MemorySegment.NULL);
            if (ring.address() == 0) {
                throw new IllegalStateException("ring_buffer__new failed");
            }
        }

        @SuppressWarnings("restricted") // the callback gets an address without a size
        private int take(MemorySegment context, MemorySegment data, long size) {
            sum += data.reinterpret(size).get(ValueLayout.JAVA_LONG, 0);
            return 0;
        }

        @Override
        public int read() {
            return Lib.ring_buffer__consume(ring);
        }

        @Override
        public long sum() {
            return sum;
        }

        @Override
        public void close() {
            Lib.ring_buffer__free(ring);
            arena.close();
        }
    }

    private static final class RawReader implements Reader {

        private final RingBuffer ring;
        private long sum;

        RawReader(RingSource source) {
            ring = source.map().openRaw(record -> sum += record.getLong(0));
        }

        @Override
        public int read() {
            return ring.poll();
        }

        @Override
        public long sum() {
            return sum;
        }
    }

    private static final class TypedReader implements Reader {

        private final RingBuffer ring;
        private long sum;

        /// Where records escape to, as they do in an application: otherwise the JIT does not even
        /// make them.
        @SuppressWarnings("UnusedVariable") // written only: that is its use
        private @Nullable Measurement last;

        TypedReader(RingSource source) {
            ring = source.map().open(this::take);
        }

        private void take(Measurement record) {
            sum += record.number();
            last = record;
        }

        @Override
        public int read() {
            return ring.poll();
        }

        @Override
        public long sum() {
            return sum;
        }
    }
}
