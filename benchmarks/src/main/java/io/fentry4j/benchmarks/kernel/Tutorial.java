package io.fentry4j.benchmarks.kernel;

import io.fentry4j.annotation.BPF;

/// What tutorials show: a line of text for each entry and each exit, written to the kernel's trace
/// log. At the exit it follows a name that the kernel has freed.
@BPF(license = "Dual BSD/GPL")
interface Tutorial {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            SEC("fentry/do_unlinkat")
            int BPF_PROG(print_entry, int dfd, struct filename *name)
            {
                int pid = bpf_get_current_pid_tgid() >> 32;
                bpf_printk("fentry: pid = %d, filename = %s\\n", pid, name->name);
                return 0;
            }

            SEC("fexit/do_unlinkat")
            int BPF_PROG(print_exit, int dfd, struct filename *name, long ret)
            {
                int pid = bpf_get_current_pid_tgid() >> 32;
                bpf_printk("fexit: pid = %d, filename = %s, ret = %ld\\n", pid, name->name, ret);
                return 0;
            }
            """;
}
