package io.fentry4j.tests.programs;

import io.fentry4j.annotation.BPF;

/// Notes what it sees of the functions that the kernel keeps for testing (`net/bpf/test_run.c`):
/// every argument, and at the exit the return value too.
@BPF(license = "Dual BSD/GPL")
interface TestFunctionsProgram {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct sighting {
                __u64 runs;
                __s64 arguments[6];
                __s64 result;
                __u64 cookie;
            };

            struct {
                __uint(type, BPF_MAP_TYPE_ARRAY);
                __uint(max_entries, 9);
                __type(key, __u32);
                __type(value, struct sighting);
            } entries SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_ARRAY);
                __uint(max_entries, 9);
                __type(key, __u32);
                __type(value, struct sighting);
            } exits SEC(".maps");

            static __always_inline int note(void *map, void *ctx, __u32 number, __s64 result,
                                            __s64 a, __s64 b, __s64 c, __s64 d, __s64 e, __s64 f)
            {
                struct sighting *s = bpf_map_lookup_elem(map, &number);
                if (!s)
                    return 0;
                s->runs++;
                s->arguments[0] = a; s->arguments[1] = b; s->arguments[2] = c;
                s->arguments[3] = d; s->arguments[4] = e; s->arguments[5] = f;
                s->result = result;
                s->cookie = bpf_get_attach_cookie(ctx);
                return 0;
            }

            #define ENTRY(n, ...) note(&entries, ctx, n, 0, __VA_ARGS__)
            #define EXIT(n, ...) note(&exits, ctx, n, ret, __VA_ARGS__)

            SEC("fentry/bpf_fentry_test1")
            int BPF_PROG(entry1, int a)
            { return ENTRY(1, a, 0, 0, 0, 0, 0); }
            SEC("fexit/bpf_fentry_test1")
            int BPF_PROG(exit1, int a, int ret)
            { return EXIT(1, a, 0, 0, 0, 0, 0); }

            SEC("fentry/bpf_fentry_test2")
            int BPF_PROG(entry2, int a, __u64 b)
            { return ENTRY(2, a, b, 0, 0, 0, 0); }
            SEC("fexit/bpf_fentry_test2")
            int BPF_PROG(exit2, int a, __u64 b, int ret)
            { return EXIT(2, a, b, 0, 0, 0, 0); }

            SEC("fentry/bpf_fentry_test3")
            int BPF_PROG(entry3, char a, int b, __u64 c)
            { return ENTRY(3, a, b, c, 0, 0, 0); }
            SEC("fexit/bpf_fentry_test3")
            int BPF_PROG(exit3, char a, int b, __u64 c, int ret)
            { return EXIT(3, a, b, c, 0, 0, 0); }

            SEC("fentry/bpf_fentry_test4")
            int BPF_PROG(entry4, void *a, char b, int c, __u64 d)
            { return ENTRY(4, (__u64)a, b, c, d, 0, 0); }
            SEC("fexit/bpf_fentry_test4")
            int BPF_PROG(exit4, void *a, char b, int c, __u64 d, int ret)
            { return EXIT(4, (__u64)a, b, c, d, 0, 0); }

            SEC("fentry/bpf_fentry_test5")
            int BPF_PROG(entry5, __u64 a, void *b, short c, int d, __u64 e)
            { return ENTRY(5, a, (__u64)b, c, d, e, 0); }
            SEC("fexit/bpf_fentry_test5")
            int BPF_PROG(exit5, __u64 a, void *b, short c, int d, __u64 e, int ret)
            { return EXIT(5, a, (__u64)b, c, d, e, 0); }

            SEC("fentry/bpf_fentry_test6")
            int BPF_PROG(entry6, __u64 a, void *b, short c, int d, void *e, __u64 f)
            { return ENTRY(6, a, (__u64)b, c, d, (__u64)e, f); }
            SEC("fexit/bpf_fentry_test6")
            int BPF_PROG(exit6, __u64 a, void *b, short c, int d, void *e, __u64 f, int ret)
            { return EXIT(6, a, (__u64)b, c, d, (__u64)e, f); }

            SEC("fentry/bpf_fentry_test7")
            int BPF_PROG(entry7, void *a)
            { return ENTRY(7, (__u64)a, 0, 0, 0, 0, 0); }
            SEC("fexit/bpf_fentry_test7")
            int BPF_PROG(exit7, void *a, int ret)
            { return EXIT(7, (__u64)a, 0, 0, 0, 0, 0); }

            struct bpf_fentry_test_t { void *a; } __attribute__((preserve_access_index));

            SEC("fentry/bpf_fentry_test8")
            int BPF_PROG(entry8, struct bpf_fentry_test_t *a)
            { return ENTRY(8, a != 0, (__u64)a->a, 0, 0, 0, 0); }
            SEC("fexit/bpf_fentry_test8")
            int BPF_PROG(exit8, struct bpf_fentry_test_t *a, int ret)
            { return EXIT(8, a != 0, (__u64)a->a, 0, 0, 0, 0); }
            """;
}
