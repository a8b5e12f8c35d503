package io.fentry4j.tests.docs;

import io.fentry4j.annotation.BPF;

/// The probe of one's own that the README shows.
// snippet probe
@BPF(license = "GPL")
interface Unlink {
    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct deletion { __s32 pid; char comm[16]; };

            RING_BUFFER(deletions, struct deletion, 256 * 1024);

            SEC("fentry/do_unlinkat")
            int BPF_PROG(on_unlink, int dfd, struct filename *name)
            {
                struct deletion deletion = { .pid = bpf_get_current_pid_tgid() >> 32 };
                bpf_get_current_comm(deletion.comm, sizeof(deletion.comm));
                bpf_ringbuf_output(&deletions, &deletion, sizeof(deletion), 0);
                return 0;
            }
            """;
}
// end snippet probe
