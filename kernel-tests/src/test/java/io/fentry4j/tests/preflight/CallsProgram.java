package io.fentry4j.tests.preflight;

import io.fentry4j.annotation.BPF;

/// Programs for many functions: two that do nothing, one that needs a third argument, and one that
/// counts the calls of this process by cookie.
@BPF(license = "Dual BSD/GPL")
interface CallsProgram {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            const volatile __s32 own_pid;
            __u64 all_calls = 0;

            struct {
                __uint(type, BPF_MAP_TYPE_HASH);
                __uint(max_entries, 64);
                __type(key, __u64);
                __type(value, __u64);
            } calls SEC(".maps");

            SEC("?fentry/do_unlinkat")
            int BPF_PROG(entry) { return 0; }

            SEC("?fexit/do_unlinkat")
            int BPF_PROG(leave) { return 0; }

            /* For functions with three arguments or more. */
            SEC("?fentry/vfs_read")
            int BPF_PROG(third, void *first, void *second, __u64 third)
            {
                if (third == 12345)
                    __sync_fetch_and_add(&all_calls, 1);
                return 0;
            }

            SEC("?fentry/do_unlinkat")
            int BPF_PROG(count)
            {
                __u64 cookie = bpf_get_attach_cookie(ctx), one = 1, *calls_before;
                if (bpf_get_current_pid_tgid() >> 32 != own_pid)
                    return 0;
                __sync_fetch_and_add(&all_calls, 1);
                calls_before = bpf_map_lookup_elem(&calls, &cookie);
                if (calls_before)
                    __sync_fetch_and_add(calls_before, 1);
                else
                    bpf_map_update_elem(&calls, &cookie, &one, 0);
                return 0;
            }
            """;
}
