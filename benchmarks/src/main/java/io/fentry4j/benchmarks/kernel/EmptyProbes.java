package io.fentry4j.benchmarks.kernel;

import io.fentry4j.annotation.BPF;

/// Programs of each kind that do nothing, and two drivers that loop over something cheap which can
/// be traced: the kernel's own method to measure what a probe costs, without a system call in it.
@BPF(license = "Dual BSD/GPL")
interface EmptyProbes {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            __u32 rounds = 1;

            static const char NOTHING[] = "";

            static long call_function(__u32 index, void *context)
            {
                bpf_get_numa_node_id();
                return 0;
            }

            static long pass_tracepoint(__u32 index, void *context)
            {
                bpf_trace_printk(NOTHING, sizeof(NOTHING));
                return 0;
            }

            /* Calls bpf_get_numa_node_id, a kernel function of a few instructions. */
            SEC("?syscall")
            int function_driver(void *context)
            {
                return bpf_loop(rounds, call_function, 0, 0);
            }

            /* Passes the tracepoint bpf_trace:bpf_trace_printk. */
            SEC("?syscall")
            int tracepoint_driver(void *context)
            {
                return bpf_loop(rounds, pass_tracepoint, 0, 0);
            }

            #define EMPTY(name, section) SEC(section) int name(void *context) { return 0; }

            EMPTY(on_fentry, "?fentry/do_unlinkat")
            EMPTY(on_fexit, "?fexit/do_unlinkat")
            EMPTY(on_kprobe, "?kprobe/do_unlinkat")
            EMPTY(on_kretprobe, "?kretprobe/do_unlinkat")
            EMPTY(on_kprobe_multi, "?kprobe.multi/do_unlinkat")
            EMPTY(on_kretprobe_multi, "?kretprobe.multi/do_unlinkat")
            EMPTY(on_raw_tracepoint, "?raw_tp/sys_enter")
            EMPTY(on_tracepoint, "?tp/syscalls/sys_enter_unlink")
            """;
}
