package io.fentry4j.unlink;

import io.fentry4j.annotation.BPF;

/// The programs in the kernel: one at the entry and one at the exit of each function that removes a
/// name, by fentry and fexit or, with the same bodies, by kprobe and kretprobe.
///
/// At the exit the kernel has freed the name already (`do_unlinkat` ends with `putname`), so the
/// entry copies it into the task's storage, where the exit of the same call finds it. Between an
/// entry and its exit a task makes no other such call, so one place a task is enough; the address
/// of the kernel's `struct filename` tells whether the place still belongs to this call. A
/// kretprobe does not have that address and trusts the place.
///
/// Constants are set before the load and decide what is compiled at all: `unlink_filter.h` has the
/// filters, `unlink_path.h` the walk that finds absolute paths, `unlink_call.h` the record.
@BPF(license = "Dual BSD/GPL")
interface Unlink {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"
            #include "unlink_call.h"
            #include "unlink_filter.h"
            #include "unlink_path.h"

            RING_BUFFER(events, struct unlink_record, 1024 * 1024);

            struct {
                __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
                __uint(map_flags, BPF_F_NO_PREALLOC);
                __type(key, int);
                __type(value, struct unlink_call);
            } calls SEC(".maps");

            struct {
                __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
                __uint(map_flags, BPF_F_NO_PREALLOC);
                __type(key, int);
                __type(value, struct unlink_path_call);
            } path_calls SEC(".maps");

            const volatile bool resolve_paths = false;
            const volatile bool read_kernel = true; /* lockdown=confidentiality forbids it */
            const volatile bool adaptive_wakeups = false;
            const volatile __u64 wakeup_bytes = 0; /* wakes the reader from its nap */

            /* What the reader does; it says so itself, and a producer that wakes it from a nap. */
            enum { READER_SLEEPS = 0, READER_NAPS = 1, READER_READS = 2 };
            __u32 reader = READER_SLEEPS;

            __u64 entries = 0;      /* entries that were remembered */
            __u64 paired = 0;       /* exits that found their entry */
            __u64 filtered = 0;     /* calls that a filter rejected: of paired, and of others */
            __u64 not_paired = 0;   /* of those, the ones that were not remembered */
            __u64 ring_full = 0;    /* paired and without room in the ring */
            __u64 no_storage = 0;   /* entries without memory for the call */
            __u64 exits_alone = 0;  /* exits that found no entry */
            __u64 not_followed = 0; /* processes that the set of pids had no room for */

            static __always_inline struct unlink_call *call_of_task(__u64 flags)
            {
                struct task_struct *task = bpf_get_current_task_btf();
                if (resolve_paths)
                    return bpf_task_storage_get(&path_calls, task, 0, flags);
                return bpf_task_storage_get(&calls, task, 0, flags);
            }

            static __always_inline char *name_of(struct unlink_call *call)
            {
                return resolve_paths ? ((struct unlink_path_call *)call)->name : call->name;
            }

            /* The process as it and its neighbours in a container see it. */
            static __always_inline __s32 pid_in_namespace(struct task_struct *process)
            {
                struct pid *pid = process->thread_pid;
                __u32 level = pid->level;
                if (level == 0)
                    return process->pid;
                if (!read_kernel)
                    return 0;
                __s32 number = 0;
                bpf_probe_read_kernel(&number, sizeof(number),
                                      (void *)pid + bpf_core_field_offset(struct pid, numbers) +
                                          level * bpf_core_type_size(struct upid) +
                                          bpf_core_field_offset(struct upid, nr));
                return number;
            }

            static __always_inline void describe_caller(struct unlink_record *record)
            {
                struct task_struct *task = bpf_get_current_task_btf();
                struct task_struct *process = task->group_leader;
                __u64 ids = bpf_get_current_pid_tgid();
                __u64 owner = bpf_get_current_uid_gid();

                record->pid = ids >> 32;
                record->tid = (__u32)ids;
                record->uid = (__u32)owner;
                record->gid = owner >> 32;
                record->parent_pid = task->real_parent->tgid;
                record->namespace_pid = pid_in_namespace(process);
                record->process_start_ns = process->start_boottime;
                record->thread_start_ns = task->start_boottime;
                record->mount_namespace = mount_namespace(task);
                record->cgroup_id = bpf_get_current_cgroup_id();
                bpf_get_current_comm(record->comm, sizeof(record->comm));
            }

            /* `name` and `user_name` are the two members of `filename`. */
            static __always_inline int enter(int dfd, struct filename *filename, const char *name,
                                             const char *user_name, __u8 kind)
            {
                if (!caller_passes())
                    return 0; /* its exit counts it */
                struct unlink_call *call = call_of_task(BPF_LOCAL_STORAGE_GET_F_CREATE);
                if (!call) {
                    __sync_fetch_and_add(&no_storage, 1);
                    return 0;
                }
                struct unlink_record *record = (struct unlink_record *)call->record;
                char *text = name_of(call);
                /* An unreadable or empty name arrives as an error pointer: the read fails then. */
                long bytes = read_kernel
                                 ? bpf_probe_read_kernel_str(text, PATH_CAPACITY, name)
                                 : bpf_probe_read_user_str(text, PATH_CAPACITY, user_name);
                if (bytes < 0 || bytes > PATH_CAPACITY)
                    bytes = 0;
                call->state.filename = (__u64)filename;
                call->state.parent = 0;
                call->state.name_bytes = bytes;
                call->state.path_start = PATH_CAPACITY;
                call->state.kind = kind;
                call->state.filtered = !name_passes(text, bytes);
                __sync_fetch_and_add(&entries, 1);
                if (call->state.filtered)
                    return 0;

                record->kind = kind;
                record->dirfd = dfd;
                record->name_source = !bytes ? NAME_NONE : read_kernel ? NAME_KERNEL : NAME_CALLER;
                record->path_state = !resolve_paths ? PATH_NOT_REQUESTED
                                     : bytes        ? PATH_UNKNOWN
                                                    : PATH_NO_DIRECTORY;
                describe_caller(record);
                record->started_ns = bpf_ktime_get_ns();
                return 0;
            }

            /* Each event wakes a reader that sleeps; one that naps only if much is waiting. */
            static __always_inline __u64 wakeup(void)
            {
                if (!adaptive_wakeups)
                    return 0;
                switch (reader) {
                case READER_SLEEPS:
                    return 0; /* the kernel wakes it if it has seen all that was before */
                case READER_READS:
                    return BPF_RB_NO_WAKEUP;
                }
                if (bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) < wakeup_bytes)
                    return BPF_RB_NO_WAKEUP;
                __sync_val_compare_and_swap(&reader, READER_NAPS, READER_READS);
                return BPF_RB_FORCE_WAKEUP;
            }

            static __always_inline long output(struct unlink_call *call, __u32 name_bytes)
            {
                struct unlink_record *record = (struct unlink_record *)call->record;
                if (!resolve_paths)
                    return bpf_ringbuf_output(&events, record, sizeof(*record) + name_bytes,
                                              wakeup());
                struct unlink_path_call *with_path = (struct unlink_path_call *)call;
                __u32 start = call->state.path_start;
                if (start > PATH_CAPACITY)
                    start = PATH_CAPACITY;
                __u32 path_bytes = PATH_CAPACITY - start;
                record->path_bytes = path_bytes;
                __u8 *whole = with_path->space + start;
                bpf_probe_read_kernel(whole, sizeof(*record), record);
                return bpf_ringbuf_output(&events, whole,
                                          sizeof(*record) + path_bytes + name_bytes, wakeup());
            }

            /* Under a path filter: whether the event is wanted, or cannot be told to be unwanted. */
            static __always_inline bool path_of_call_passes(struct unlink_call *call, __u8 state)
            {
                struct unlink_path_call *with_path = (struct unlink_path_call *)call;
                if (state == PATH_NO_DIRECTORY)
                    return false;
                return state != PATH_RESOLVED ||
                       path_passes(with_path->space + sizeof(struct unlink_record),
                                   call->state.path_start);
            }

            /* Of the call that began with this file name, or with any if it is 0. */
            static __always_inline int leave(struct filename *filename, int result, __u8 kind)
            {
                struct unlink_call *call = call_of_task(0);
                if (!call || !call->state.filename || call->state.kind != kind ||
                    (filename && call->state.filename != (__u64)filename)) {
                    if (caller_passes()) {
                        __sync_fetch_and_add(&exits_alone, 1);
                    } else {
                        __sync_fetch_and_add(&not_paired, 1);
                    }
                    return 0;
                }
                struct unlink_record *record = (struct unlink_record *)call->record;
                call->state.filename = 0;
                __sync_fetch_and_add(&paired, 1);
                if (call->state.filtered) {
                    __sync_fetch_and_add(&filtered, 1);
                    return 0;
                }
                record->duration_ns = bpf_ktime_get_ns() - record->started_ns;
                record->result = result;
                if (!outcome_passes(result, record->duration_ns) ||
                    (resolve_paths && (path_prefix_bytes || path_suffix_bytes) &&
                     !path_of_call_passes(call, record->path_state))) {
                    __sync_fetch_and_add(&filtered, 1);
                    return 0;
                }
                __u32 name_bytes = call->state.name_bytes;
                if (name_bytes > PATH_CAPACITY)
                    name_bytes = PATH_CAPACITY;
                if (output(call, name_bytes))
                    __sync_fetch_and_add(&ring_full, 1);
                return 0;
            }

            SEC("?fentry/do_unlinkat")
            int BPF_PROG(unlink_entry, int dfd, struct filename *filename)
            {
                return enter(dfd, filename, filename->name, filename->uptr, KIND_FILE);
            }

            /* The function returns int since 5.15 and long before: the low half is right in both. */
            SEC("?fexit/do_unlinkat")
            int BPF_PROG(unlink_exit, int dfd, struct filename *filename, int result)
            {
                return leave(filename, result, KIND_FILE);
            }

            SEC("?fentry/do_rmdir")
            int BPF_PROG(rmdir_entry, int dfd, struct filename *filename)
            {
                return enter(dfd, filename, filename->name, filename->uptr, KIND_DIRECTORY);
            }

            SEC("?fexit/do_rmdir")
            int BPF_PROG(rmdir_exit, int dfd, struct filename *filename, int result)
            {
                return leave(filename, result, KIND_DIRECTORY);
            }

            SEC("?kprobe/do_unlinkat")
            int BPF_KPROBE(unlink_kprobe, int dfd, struct filename *filename)
            {
                return enter(dfd, filename, BPF_CORE_READ(filename, name), 0, KIND_FILE);
            }

            SEC("?kretprobe/do_unlinkat")
            int BPF_KRETPROBE(unlink_kretprobe, int result)
            {
                return leave(0, result, KIND_FILE);
            }

            SEC("?kprobe/do_rmdir")
            int BPF_KPROBE(rmdir_kprobe, int dfd, struct filename *filename)
            {
                return enter(dfd, filename, BPF_CORE_READ(filename, name), 0, KIND_DIRECTORY);
            }

            SEC("?kretprobe/do_rmdir")
            int BPF_KRETPROBE(rmdir_kretprobe, int result)
            {
                return leave(0, result, KIND_DIRECTORY);
            }

            /* The call that is under way, if this is the look-up of its name. */
            static __always_inline struct unlink_path_call *call_of_lookup(struct nameidata *lookup)
            {
                struct unlink_path_call *call = bpf_task_storage_get(
                    &path_calls, bpf_get_current_task_btf(), 0, 0);
                if (!call || !call->state.filename || call->state.filtered ||
                    (__u64)BPF_CORE_READ(lookup, name) != call->state.filename)
                    return 0;
                return call;
            }

            static __always_inline int found(struct unlink_path_call *call,
                                             struct nameidata *lookup, struct path *directory,
                                             int result)
            {
                if (result)
                    ((struct unlink_record *)call->record)->path_state = PATH_NO_DIRECTORY;
                else
                    resolve(call, lookup, directory);
                return 0;
            }

            SEC("?fexit/path_parentat")
            int BPF_PROG(parent_exit, struct nameidata *lookup, unsigned int flags,
                         struct path *directory, int result)
            {
                struct unlink_path_call *call = call_of_lookup(lookup);
                return call ? found(call, lookup, directory, result) : 0;
            }

            SEC("?kprobe/path_parentat")
            int BPF_KPROBE(parent_kprobe, struct nameidata *lookup, unsigned int flags,
                           struct path *directory)
            {
                struct unlink_path_call *call = call_of_lookup(lookup);
                if (call) {
                    call->state.parent = (__u64)directory;
                    call->state.lookup = (__u64)lookup;
                }
                return 0;
            }

            SEC("?kretprobe/path_parentat")
            int BPF_KRETPROBE(parent_kretprobe, int result)
            {
                struct unlink_path_call *call = bpf_task_storage_get(
                    &path_calls, bpf_get_current_task_btf(), 0, 0);
                if (!call || !call->state.filename || !call->state.parent)
                    return 0;
                struct path *directory = (struct path *)call->state.parent;
                call->state.parent = 0;
                return found(call, (struct nameidata *)call->state.lookup, directory, result);
            }

            SEC("?tp_btf/sched_process_fork")
            int BPF_PROG(process_start, struct task_struct *parent, struct task_struct *child)
            {
                __u32 from = parent->tgid;
                __u32 pid = child->tgid;
                __u8 one = 1;
                if (pid == from) /* a thread */
                    return 0;
                if (from == ancestor_pid || (follow_children && bpf_map_lookup_elem(&pids, &from)))
                    if (bpf_map_update_elem(&pids, &pid, &one, BPF_ANY))
                        __sync_fetch_and_add(&not_followed, 1);
                return 0;
            }

            /* The number is free for another process when the last thread has gone. */
            SEC("?tp_btf/sched_process_exit")
            int BPF_PROG(process_end, struct task_struct *task)
            {
                __u32 pid = task->tgid;
                if (task->signal->live.counter == 0)
                    bpf_map_delete_elem(&pids, &pid);
                return 0;
            }
            """;
}
