package io.fentry4j.benchmarks;

import io.fentry4j.annotation.BPF;

/// Fills a ring buffer from the kernel's side, at the speed of this machine and without fentry.
@BPF(license = "Dual BSD/GPL")
interface Producer {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            /* As large as an event of the unlink probe with a name of some length. */
            struct measurement {
                __u64 number;
                __u64 time_ns;
                __s32 pid;
                __s32 tid;
                __u32 uid;
                __s32 result;
                char comm[16];
                char name[64];
            };

            RING_BUFFER(measurements, struct measurement, 1024 * 1024);

            __u32 wanted = 1;
            __u64 number = 0;

            static long one(__u32 index, void *context)
            {
                struct measurement *m = bpf_ringbuf_reserve(&measurements, sizeof(*m), 0);
                if (!m)
                    return 1;
                m->number = number++;
                m->time_ns = index;
                m->pid = m->tid = m->result = (__s32)index;
                m->uid = 0;
                __builtin_memcpy(m->comm, "benchmark", 10);
                __builtin_memcpy(m->name, "a-file-name.txt", 16);
                bpf_ringbuf_submit(m, BPF_RB_NO_WAKEUP);
                return 0;
            }

            /* Returns how many records were written. */
            SEC("syscall")
            int fill(void *context)
            {
                __u64 before = number;
                bpf_loop(wanted, one, 0, 0);
                return number - before;
            }
            """;
}
