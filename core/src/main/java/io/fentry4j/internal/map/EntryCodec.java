package io.fentry4j.internal.map;

import io.fentry4j.PerCpuValues;
import io.fentry4j.data.RecordView;
import io.fentry4j.data.RecordWriter;
import io.fentry4j.data.ValueType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// How the value of an entry lies in the memory of a call.
///
/// @param <E> what an entry holds in Java
public sealed interface EntryCodec<E> {

    /// The bytes of an entry's value, which the kernel reads or writes.
    int size();

    /// Writes to all of `to`, which is zeroed.
    void encode(E value, MemorySegment to);

    /// Reads a value, which must not keep the view that it is read from: the memory is used again.
    E decode(MemorySegment from);

    /// One value.
    record Single<V>(ValueType<V> type) implements EntryCodec<V> {
        @Override
        public int size() {
            return type.size();
        }

        @Override
        public void encode(V value, MemorySegment to) {
            type.encode(value, RecordWriter.of(to));
        }

        @Override
        public V decode(MemorySegment from) {
            RecordView view = new RecordView().wrap(from, 0, type.size());
            V value = type.decode(view);
            view.release();
            return value;
        }
    }

    /// One value for each possible CPU, each at a multiple of 8 bytes (`bpf_percpu_hash_copy` and
    /// `bpf_percpu_array_copy` of the kernel).
    record PerCpu<V>(ValueType<V> type, int cpus) implements EntryCodec<PerCpuValues<V>> {

        private int stride() {
            return Math.ceilDiv(type.size(), Long.BYTES) * Long.BYTES;
        }

        @Override
        public int size() {
            return Math.multiplyExact(stride(), cpus);
        }

        @Override
        public void encode(PerCpuValues<V> values, MemorySegment to) {
            List<V> all = values.values();
            if (all.size() != cpus) {
                throw new IllegalArgumentException(
                        "encode per-CPU %s: %d values given, this machine has %d possible CPUs"
                                .formatted(type.name(), all.size(), cpus));
            }
            for (int cpu = 0; cpu < cpus; cpu++) {
                long offset = (long) cpu * stride();
                type.encode(all.get(cpu), RecordWriter.of(to.asSlice(offset, type.size())));
            }
        }

        @Override
        public PerCpuValues<V> decode(MemorySegment from) {
            List<V> values = new ArrayList<>(cpus);
            RecordView view = new RecordView();
            for (int cpu = 0; cpu < cpus; cpu++) {
                values.add(type.decode(view.wrap(from, (long) cpu * stride(), type.size())));
            }
            view.release();
            return new PerCpuValues<>(values);
        }
    }
}
