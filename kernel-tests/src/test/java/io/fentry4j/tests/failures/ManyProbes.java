package io.fentry4j.tests.failures;

import io.fentry4j.annotation.BPF;

/// A program that does nothing, for many functions by one link.
@BPF(license = "GPL")
interface ManyProbes {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            SEC("kprobe.multi")
            int at_all(void *context)
            {
                return 0;
            }
            """;
}
