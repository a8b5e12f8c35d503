package io.fentry4j.tests.maps;

import io.fentry4j.annotation.BPF;

/// The kinds of maps that a program which may sleep, such as one of `SEC("syscall")`, cannot use on
/// Linux 6.1.
@BPF(license = "Dual BSD/GPL")
interface FentryMapsProgram {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct {
                __uint(type, BPF_MAP_TYPE_STACK_TRACE);
                __uint(max_entries, 1024);
                __uint(key_size, sizeof(__u32));
                __uint(value_size, 32 * sizeof(__u64));
            } traces SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_QUEUE);
                __uint(max_entries, 8);
                __type(value, __u32);
            } jobs SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_STACK);
                __uint(max_entries, 8);
                __type(value, __u32);
            } done SEC(".maps");

            const volatile __s32 own_pid;
            __s32 stack_id = -1;

            /* Takes the kernel's stack, and moves a job from the queue to the stack. */
            SEC("fentry/do_unlinkat")
            int BPF_PROG(on_unlink)
            {
                __u32 job;
                if (bpf_get_current_pid_tgid() >> 32 != own_pid)
                    return 0;
                stack_id = bpf_get_stackid(ctx, &traces, 0);
                if (!bpf_map_pop_elem(&jobs, &job))
                    bpf_map_push_elem(&done, &job, 0);
                return 0;
            }
            """;
}
