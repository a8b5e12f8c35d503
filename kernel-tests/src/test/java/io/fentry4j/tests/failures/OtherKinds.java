package io.fentry4j.tests.failures;

import io.fentry4j.annotation.BPF;

/// Programs that do nothing, of the kinds that are not loaded for one function.
@BPF(license = "GPL")
interface OtherKinds {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            SEC("kprobe")
            int at_probe(void *context)
            {
                return 0;
            }

            SEC("kretprobe")
            int at_return(void *context)
            {
                return 0;
            }

            SEC("tp")
            int at_tracepoint(void *context)
            {
                return 0;
            }

            SEC("raw_tp")
            int at_raw_tracepoint(void *context)
            {
                return 0;
            }
            """;
}
