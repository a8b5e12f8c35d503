package io.fentry4j.tests.close;

import io.fentry4j.annotation.BPF;

/// Something of each kind that can be opened through an object: rings, a map, variables, a program
/// that user space runs, and one that is attached.
@BPF(license = "Dual BSD/GPL")
interface StressProgram {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct item {
                __u64 number;
            };

            RING_BUFFER(polled, struct item, 64 * 1024);
            RING_BUFFER(listened, struct item, 64 * 1024);

            struct {
                __uint(type, BPF_MAP_TYPE_HASH);
                __uint(max_entries, 64);
                __type(key, __u32);
                __type(value, __u64);
            } counts SEC(".maps");

            __u32 wanted = 1; /* items a run */
            __u64 number = 0; /* of the next item */

            static long one(__u32 index, void *context)
            {
                struct item item = { .number = number++ };
                bpf_ringbuf_output(&polled, &item, sizeof(item), 0);
                bpf_ringbuf_output(&listened, &item, sizeof(item), 0);
                return 0;
            }

            SEC("syscall")
            int fill(void *context)
            {
                bpf_loop(wanted, one, 0, 0);
                return 0;
            }

            SEC("fentry/do_unlinkat")
            int BPF_PROG(on_unlink, int dfd, struct filename *name)
            {
                struct item item = { .number = number++ };
                bpf_ringbuf_output(&polled, &item, sizeof(item), 0);
                bpf_ringbuf_output(&listened, &item, sizeof(item), 0);
                return 0;
            }
            """;
}
