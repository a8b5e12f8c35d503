package io.fentry4j.tests.programs;

import io.fentry4j.annotation.BPF;

/// A program of each kind, which notes that it ran, and with what.
@BPF(license = "Dual BSD/GPL")
interface KindsProgram {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            const volatile __s32 own_pid;

            struct note { __u64 runs; __s64 value; __u64 cookies; };

            struct note kprobe_note, kretprobe_note, multi_note, retmulti_note, raw_note, btf_note;
            struct note tp_note, fentry_note;
            __s32 replacement = 0;

            static __always_inline int note(struct note *note, __s64 value, __u64 cookie)
            {
                note->runs++;
                note->value = value;
                note->cookies += cookie;
                return 0;
            }

            static __always_inline int is_own(void)
            {
                return bpf_get_current_pid_tgid() >> 32 == own_pid;
            }

            /* Lets the kernel call its test functions. */
            SEC("fentry/bpf_fentry_test1")
            int BPF_PROG(trigger, int a)
            { return note(&fentry_note, a, 0); }

            /* Only where the kernel registers it as modifiable: since Linux 6.3, or with
             * CONFIG_FUNCTION_ERROR_INJECTION. */
            SEC("?fmod_ret/bpf_modify_return_test")
            int BPF_PROG(modify, int a, int *b)
            { return replacement; }

            SEC("fmod_ret/security_task_getsid")
            int BPF_PROG(deny, void *task)
            { return is_own() ? replacement : 0; }

            SEC("kprobe/bpf_fentry_test2")
            int BPF_KPROBE(at_entry, int a, __u64 b)
            { return note(&kprobe_note, a * 1000 + b, bpf_get_attach_cookie(ctx)); }

            SEC("kretprobe/bpf_fentry_test2")
            int BPF_KRETPROBE(at_return, int ret)
            { return note(&kretprobe_note, ret, bpf_get_attach_cookie(ctx)); }

            SEC("kprobe.multi/bpf_fentry_test?")
            int BPF_KPROBE(at_entries, __u64 a)
            { return note(&multi_note, a, bpf_get_attach_cookie(ctx)); }

            SEC("kretprobe.multi/bpf_fentry_test?")
            int BPF_KRETPROBE(at_returns, int ret)
            { return note(&retmulti_note, ret, bpf_get_attach_cookie(ctx)); }

            SEC("raw_tp/sys_enter")
            int at_raw_tracepoint(struct bpf_raw_tracepoint_args *ctx)
            {
                note(&raw_note, ctx->args[0] + ctx->args[1], 0);
                return ctx->args[1];
            }

            SEC("tp_btf/sys_enter")
            int BPF_PROG(at_btf_tracepoint, struct pt_regs *regs, long number)
            { return is_own() ? note(&btf_note, number, 0) : 0; }

            SEC("tp/raw_syscalls/sys_enter")
            int at_tracepoint(void *ctx)
            { return is_own() ? note(&tp_note, 0, bpf_get_attach_cookie(ctx)) : 0; }
            """;
}
