package io.fentry4j.benchmarks.reader;

import io.fentry4j.annotation.BPF;

/// Fills a ring buffer from the kernel's side, at the speed of this machine and without fentry,
/// with copies of any record of user space's; each begins with a number of its own.
@BPF(license = "Dual BSD/GPL")
public interface Producer {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            #define CAPACITY 8192

            /* Of any size: the name takes the rest. */
            struct measurement {
                __u64 number;
                __u64 time_ns;
                __s32 pid;
                __s32 tid;
                char name[];
            };

            RING_BUFFER(measurements, struct measurement, 1024 * 1024);

            __u8 record[CAPACITY] = {};
            __u32 record_bytes = 112;
            __u64 number = 0;
            __u64 refused = 0; /* those that did not fit the ring */
            bool wake = false;

            static long one(__u32 index, void *context)
            {
                __u64 bytes = record_bytes;
                if (bytes > CAPACITY)
                    bytes = CAPACITY;
                *(__u64 *)record = number++;
                if (bpf_ringbuf_output(&measurements, record, bytes, wake ? 0 : BPF_RB_NO_WAKEUP))
                    refused++;
                return 0;
            }

            struct request {
                __u32 wanted;
            };

            /* Returns how many records were written. */
            SEC("syscall")
            int fill(struct request *request)
            {
                __u64 before = refused;
                bpf_loop(request->wanted, one, 0, 0);
                return request->wanted - (refused - before);
            }
            """;
}
