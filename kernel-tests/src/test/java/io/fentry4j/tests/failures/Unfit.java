package io.fentry4j.tests.failures;

import io.fentry4j.annotation.BPF;

/// Programs that the kernel rejects, or does in some of its settings.
@BPF(license = "GPL")
interface Unfit {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            SEC("?fentry/do_unlinkat")
            int BPF_PROG(path_of_anything, int dfd, void *path)
            {
                char text[16];
                bpf_d_path(path, text, sizeof(text)); /* not here */
                return 0;
            }

            SEC("?fentry/do_unlinkat")
            int BPF_PROG(reads_kernel_memory, int dfd, void *name)
            {
                char text[8];
                return bpf_probe_read_kernel(text, sizeof(text), name) & 0;
            }

            static long nothing(__u32 index, void *context)
            {
                return 0;
            }

            SEC("?syscall")
            int calls_back(void *context)
            {
                __u32 calls = 0;
                bpf_loop(3, nothing, &calls, 0);
                return 0;
            }
            """;
}
