package io.fentry4j.unlink;

import io.fentry4j.annotation.BPF;

/// The programs in the kernel: one at the entry and one at the exit of the function that unlinks,
/// by fentry and fexit or, with the same bodies, by kprobe and kretprobe.
///
/// At the exit the kernel has freed the name already (`do_unlinkat` ends with `putname`), so the
/// entry copies it into the task's storage, where the exit of the same call finds it. Between an
/// entry and its exit a task makes no other such call, so one place a task is enough; the address
/// of the kernel's `struct filename` tells whether the place still belongs to this call. A
/// kretprobe does not have that address and trusts the place.
@BPF(license = "Dual BSD/GPL")
interface Unlink {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            #define PATH_CAPACITY 4096 /* PATH_MAX: 4,095 bytes and a NUL */

            struct unlink_record {
                __u64 started_ns;  /* CLOCK_MONOTONIC at the entry */
                __u64 duration_ns;
                __s32 pid;
                __s32 tid;
                __u32 uid;
                __u32 gid;
                __s32 dirfd;
                __s32 result;
                char comm[16];
                char name[];
            };

            /* One call between its entry and its exit. */
            struct unlink_call {
                __u64 filename;   /* address only, never followed at the exit */
                __u64 name_bytes; /* with the NUL; 0 if the kernel had no name */
                __u8 record[sizeof(struct unlink_record) + PATH_CAPACITY];
            };

            _Static_assert(sizeof(struct unlink_record) == __builtin_offsetof(struct unlink_record, name),
                           "the name must follow the record without a gap");

            RING_BUFFER(events, struct unlink_record, 1024 * 1024);

            struct {
                __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
                __uint(map_flags, BPF_F_NO_PREALLOC);
                __type(key, int);
                __type(value, struct unlink_call);
            } calls SEC(".maps");

            __u64 entries = 0;     /* entries that were remembered */
            __u64 paired = 0;      /* exits that found their entry */
            __u64 ring_full = 0;   /* of those, the ones without room in the ring */
            __u64 no_storage = 0;  /* entries without memory for the call */
            __u64 exits_alone = 0; /* exits that found no entry */

            static __always_inline int enter(int dfd, struct filename *filename, const char *name)
            {
                struct unlink_call *call = bpf_task_storage_get(
                    &calls, bpf_get_current_task_btf(), 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
                if (!call) {
                    __sync_fetch_and_add(&no_storage, 1);
                    return 0;
                }
                struct unlink_record *record = (struct unlink_record *)call->record;
                /* An unreadable or empty name arrives as an error pointer: the read gives 0 then. */
                long bytes = bpf_probe_read_kernel_str(record->name, PATH_CAPACITY, name);
                __u64 ids = bpf_get_current_pid_tgid();
                __u64 owner = bpf_get_current_uid_gid();

                call->filename = (__u64)filename;
                call->name_bytes = bytes < 0 ? 0 : bytes;
                record->pid = ids >> 32;
                record->tid = (__u32)ids;
                record->uid = (__u32)owner;
                record->gid = owner >> 32;
                record->dirfd = dfd;
                bpf_get_current_comm(record->comm, sizeof(record->comm));
                __sync_fetch_and_add(&entries, 1);
                record->started_ns = bpf_ktime_get_ns();
                return 0;
            }

            /* Of the call that began with this file name, or with any if it is 0. */
            static __always_inline int leave(struct filename *filename, int result)
            {
                __u64 now = bpf_ktime_get_ns();
                struct unlink_call *call =
                    bpf_task_storage_get(&calls, bpf_get_current_task_btf(), 0, 0);
                if (!call || !call->filename ||
                    (filename && call->filename != (__u64)filename)) {
                    __sync_fetch_and_add(&exits_alone, 1);
                    return 0;
                }
                struct unlink_record *record = (struct unlink_record *)call->record;
                record->duration_ns = now - record->started_ns;
                record->result = result;

                __u64 bytes = call->name_bytes;
                if (bytes > PATH_CAPACITY)
                    bytes = PATH_CAPACITY;
                __sync_fetch_and_add(&paired, 1);
                if (bpf_ringbuf_output(&events, record, sizeof(*record) + bytes, 0))
                    __sync_fetch_and_add(&ring_full, 1);
                call->filename = 0;
                return 0;
            }

            SEC("?fentry/do_unlinkat")
            int BPF_PROG(unlink_entry, int dfd, struct filename *filename)
            {
                return enter(dfd, filename, filename->name);
            }

            /* The function returns int since 5.15 and long before: the low half is right in both. */
            SEC("?fexit/do_unlinkat")
            int BPF_PROG(unlink_exit, int dfd, struct filename *filename, int result)
            {
                return leave(filename, result);
            }

            SEC("?kprobe/do_unlinkat")
            int BPF_KPROBE(unlink_kprobe, int dfd, struct filename *filename)
            {
                return enter(dfd, filename, BPF_CORE_READ(filename, name));
            }

            SEC("?kretprobe/do_unlinkat")
            int BPF_KRETPROBE(unlink_kretprobe, int result)
            {
                return leave(0, result);
            }
            """;
}
