package io.fentry4j.benchmarks.reader;

import io.fentry4j.RingBufferMap;
import java.util.Arrays;

/// A ring buffer of 1 MiB in the kernel, and the program that fills it with copies of a record.
public final class RingSource implements AutoCloseable {

    private static final int CAPACITY = 8192;

    private final ProducerBpf bpf;
    private final NativeRing nativeRing;

    private RingSource(ProducerBpf bpf) {
        this.bpf = bpf;
        this.nativeRing = NativeRing.open(bpf.measurements().id());
    }

    /// Loads the program.
    ///
    /// @param record what to write; the first eight bytes are replaced by a running number
    /// @param wake whether a reader that sleeps is woken
    public static RingSource open(byte[] record, boolean wake) {
        if (record.length < Long.BYTES || record.length > CAPACITY) {
            throw new IllegalArgumentException(
                    "fill ring: a record has %d to %d bytes, not %d"
                            .formatted(Long.BYTES, CAPACITY, record.length));
        }
        ProducerBpf bpf = ProducerBpf.load();
        try {
            bpf.record().set(Arrays.copyOf(record, CAPACITY));
            bpf.recordBytes().set((long) record.length);
            bpf.wake().set(wake);
            return new RingSource(bpf);
        } catch (RuntimeException e) {
            bpf.close();
            throw e;
        }
    }

    /// The ring.
    public RingBufferMap<Measurement> map() {
        return bpf.measurements();
    }

    /// The ring as C sees it.
    public NativeRing nativeRing() {
        return nativeRing;
    }

    /// How many records did not fit so far.
    public long refused() {
        return bpf.refused().get();
    }

    /// Writes records.
    ///
    /// @throws IllegalStateException if they do not all fit
    public void fill(int records) {
        int written = nativeRing.fill(records);
        if (written != records) {
            throw new IllegalStateException(
                    "fill ring: %d of %d records fit".formatted(written, records));
        }
    }

    /// Checks that a reader has seen each record once and in its place: they are numbered from 0
    /// on.
    ///
    /// @param sum of their numbers
    /// @throws IllegalStateException if that is not the sum
    public void checkSum(long sum) {
        long records = bpf.number().get();
        long expected = records * (records - 1) / 2;
        if (sum != expected) {
            throw new IllegalStateException(
                    "read ring: the numbers of %d records add up to %d, not to %d"
                            .formatted(records, expected, sum));
        }
    }

    @Override
    public void close() {
        try (bpf) {
            nativeRing.close();
        }
    }
}
