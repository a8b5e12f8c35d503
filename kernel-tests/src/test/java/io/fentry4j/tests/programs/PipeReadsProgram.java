package io.fentry4j.tests.programs;

import io.fentry4j.annotation.BPF;

/// Counts the beginnings and the ends of one process's calls of a function that sleeps.
@BPF(license = "Dual BSD/GPL")
interface PipeReadsProgram {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            const volatile __s32 own_pid;
            __u64 beginnings = 0;
            __u64 ends = 0;
            __u64 cookies = 0;

            static __always_inline bool is_own(void)
            {
                return bpf_get_current_pid_tgid() >> 32 == own_pid;
            }

            SEC("kprobe/pipe_read")
            int BPF_KPROBE(at_entry)
            {
                if (is_own())
                    __sync_fetch_and_add(&beginnings, 1);
                return 0;
            }

            SEC("kretprobe/pipe_read")
            int BPF_KRETPROBE(at_return)
            {
                if (is_own()) {
                    __sync_fetch_and_add(&ends, 1);
                    __sync_fetch_and_add(&cookies, bpf_get_attach_cookie(ctx));
                }
                return 0;
            }
            """;
}
