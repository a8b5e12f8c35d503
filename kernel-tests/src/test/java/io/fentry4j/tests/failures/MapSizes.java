package io.fentry4j.tests.failures;

import io.fentry4j.annotation.BPF;

/// Maps whose sizes the test sets.
@BPF(license = "GPL")
interface MapSizes {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            RING_BUFFER(items, __u64, 4096);

            struct {
                __uint(type, BPF_MAP_TYPE_HASH);
                __uint(max_entries, 16);
                __type(key, __u32);
                __type(value, __u64);
            } table SEC(".maps");

            SEC("syscall")
            int reserve(void *context)
            {
                __u64 item = 1;
                return bpf_ringbuf_output(&items, &item, sizeof(item), 0);
            }
            """;
}
