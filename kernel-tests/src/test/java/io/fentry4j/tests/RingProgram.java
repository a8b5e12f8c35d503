package io.fentry4j.tests;

import io.fentry4j.annotation.BPF;

/// Fills a ring buffer from user space: real records on every kernel, without fentry.
@BPF(license = "Dual BSD/GPL")
interface RingProgram {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct sample {
                __u64 number;
                __u32 cpu;
                char text[12];
            };

            RING_BUFFER(samples, struct sample, 64 * 1024);

            __u32 wanted = 1;       /* records a run */
            __u32 discard_each = 0; /* every n-th record is dropped after its reservation */
            __u64 number = 0;       /* of the next record */
            __u64 refused = 0;
            __u64 submit_flags = 0;

            static long one(__u32 index, void *context)
            {
                struct sample *sample = bpf_ringbuf_reserve(&samples, sizeof(*sample), 0);
                if (!sample) {
                    refused++;
                    return 0;
                }
                if (discard_each && number % discard_each == 0) {
                    number++;
                    bpf_ringbuf_discard(sample, 0);
                    return 0;
                }
                sample->number = number++;
                sample->cpu = bpf_get_smp_processor_id();
                __builtin_memcpy(sample->text, "sample", 7);
                bpf_ringbuf_submit(sample, submit_flags);
                return 0;
            }

            SEC("syscall")
            int fill(void *context)
            {
                bpf_loop(wanted, one, 0, 0);
                return 0;
            }

            __u32 released = 0; /* lets hold() submit its record */

            static long nothing(__u32 index, void *context)
            {
                return 0;
            }

            static long until_released(__u32 index, void *context)
            {
                bpf_loop(1000, nothing, 0, 0);
                return released & 1;
            }

            /* A producer that takes its time between reservation and submission. */
            SEC("syscall")
            int hold(void *context)
            {
                struct sample *sample = bpf_ringbuf_reserve(&samples, sizeof(*sample), 0);
                if (!sample)
                    return 1;
                sample->number = number++;
                sample->cpu = bpf_get_smp_processor_id();
                sample->text[0] = 0;
                bpf_loop(8 * 1024 * 1024, until_released, 0, 0);
                bpf_ringbuf_submit(sample, 0);
                return 0;
            }
            """;
}
