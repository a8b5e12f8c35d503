package io.fentry4j.tests;

import io.fentry4j.annotation.BPF;

/// A program that the verifier must reject: it does not look whether there was room in the ring.
@BPF(license = "GPL")
interface Rejected {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct item { __u64 value; };

            RING_BUFFER(items, struct item, 4096);

            SEC("syscall")
            int careless(void *context)
            {
                struct item *item = bpf_ringbuf_reserve(&items, sizeof(*item), 0);
                item->value = 42; /* here */
                bpf_ringbuf_submit(item, 0);
                return 0;
            }
            """;
}
