package io.fentry4j.examples.latency;

import io.fentry4j.annotation.BPF;
import java.time.Duration;
import java.util.stream.IntStream;

/// How long `vfs_read` takes, by the name of the thread that reads: counted in the kernel.
///
/// `java --enable-native-access=ALL-UNNAMED -cp examples/target/fentry4j-examples.jar
/// io.fentry4j.examples.latency.ReadLatency 10s` prints after ten seconds:
///
/// ```
/// dd
///        512 ns   49596 ****************************************
///       1024 ns    9901 ****************************************
///      32768 ns      18 ******************
///    1048576 ns       1 *
/// ```
@BPF(license = "GPL")
public interface ReadLatency {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct reader { char comm[16]; };
            struct histogram { __u64 counts[32]; }; /* by the binary logarithm of the nanoseconds */

            struct { __uint(type, BPF_MAP_TYPE_TASK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC);
                     __type(key, int); __type(value, __u64); } starts SEC(".maps");
            struct { __uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH); __uint(max_entries, 1024);
                     __type(key, struct reader); __type(value, struct histogram); } reads SEC(".maps");

            SEC("fentry/vfs_read") int BPF_PROG(read_begins)
            {
                __u64 *start = bpf_task_storage_get(&starts, bpf_get_current_task_btf(), 0, 1);
                if (start) *start = bpf_ktime_get_ns();
                return 0;
            }

            SEC("fexit/vfs_read") int BPF_PROG(read_ends)
            {
                static const struct histogram empty;
                __u64 *start = bpf_task_storage_get(&starts, bpf_get_current_task_btf(), 0, 0);
                __u64 log = 0, took = start && *start ? bpf_ktime_get_ns() - *start : 0;
                struct reader reader = {};
                bpf_get_current_comm(reader.comm, sizeof(reader.comm));
                bpf_map_update_elem(&reads, &reader, &empty, BPF_NOEXIST);
                struct histogram *histogram = bpf_map_lookup_elem(&reads, &reader);
                if (!took || !histogram) return 0;
                while (log < 31 && took >> (log + 1)) log++;
                histogram->counts[log]++;
                return 0;
            }
            """;

    static void main(String[] args) throws InterruptedException {
        try (var bpf = ReadLatencyBpf.open().load()) {
            bpf.readEnds().attach();
            bpf.readBegins().attach();
            Thread.sleep(Duration.parse("PT" + args[0]));
            bpf.reads()
                    .forEach((reader, perCpu) -> {
                        System.out.println(reader.comm().escaped());
                        IntStream.range(0, 32)
                                .forEach(log -> print(log, perCpu.sum(h -> h.counts()[log])));
                    });
        }
    }

    private static void print(int log, long count) {
        if (count > 0) {
            String bar = "*".repeat((int) Math.min(count, 40));
            System.out.printf("%10d ns %7d %s%n", 1L << log, count, bar);
        }
    }
}
