package io.fentry4j.tests.failures;

import io.fentry4j.annotation.BPF;

/// Programs that do nothing, to be pointed at functions that refuse them.
@BPF(license = "GPL")
interface AnyFunction {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            SEC("fentry/do_unlinkat")
            int at_entry(void *context)
            {
                return 0;
            }

            SEC("fexit/do_unlinkat")
            int at_exit(void *context)
            {
                return 0;
            }
            """;
}
