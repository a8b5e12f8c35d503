package io.fentry4j.tests.programs;

import io.fentry4j.annotation.BPF;

/// Programs whose targets are chosen before load: in a module, and in another BPF program.
@BPF(license = "Dual BSD/GPL")
interface TargetsProgram {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            __u64 module_calls = 0;
            __u64 traced_calls = 0;
            __s64 traced_result = 0;

            SEC("raw_tp/sys_enter")
            int traced(struct bpf_raw_tracepoint_args *ctx)
            {
                return ctx->args[0];
            }

            SEC("?fexit/traced")
            int BPF_PROG(tracer, void *context, int result)
            {
                __sync_fetch_and_add(&traced_calls, 1);
                traced_result = result;
                return 0;
            }

            SEC("?fentry/ovl_unlink")
            int BPF_PROG(in_module)
            {
                __sync_fetch_and_add(&module_calls, 1);
                return 0;
            }
            """;
}
