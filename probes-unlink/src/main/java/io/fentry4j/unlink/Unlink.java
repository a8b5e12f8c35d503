package io.fentry4j.unlink;

import io.fentry4j.annotation.BPF;

/// The programs in the kernel: one at the entry and one at the exit of each function that removes a
/// name, by fentry and fexit or, with the same bodies, by kprobe and kretprobe.
///
/// At the exit the kernel has freed the name already (`do_unlinkat` ends with `putname`), so the
/// entry copies it into a place of the thread's, where the exit of the same call finds it. Between
/// an entry and its exit a thread makes no other such call, so one place is enough. The address of
/// the kernel's `struct filename` shows a place that was left behind, if the kernel has not given
/// the same memory to the next name; a kretprobe does not have that address. Where the kernel skips
/// no entry, no place is left behind when it matters: the next entry takes it. Where it skips
/// programs there are several copies of each, which take turns: `unlink_turn.h`.
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
            #include "unlink_name.h"
            #include "unlink_place.h"
            #include "unlink_path.h"
            #include "unlink_turn.h"

            RING_BUFFER(events, struct unlink_record, 1024 * 1024);

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
            __u64 no_look_up = 0;   /* paired, and no copy saw how the directory was found */

            /* False if there is no memory for it. */
            static __always_inline bool remember_name(struct unlink_state *call,
                                                      struct task_struct *task, const char *name,
                                                      const char *user_name)
            {
                char *text = resolve_paths ? ((struct unlink_path_call *)call)->name
                                           : ((struct unlink_call *)call)->name;
                long bytes = NAME_LONGER;
                call->long_name = false;
                call->filtered = false;
                if (read_kernel && !name_suffix_bytes) {
                    bytes = read_short_name(text, name);
                    if (bytes > 0) {
                        call->name_bytes = bytes;
                        call->filtered = !name_passes(text, bytes, NAME_SHORT);
                        return true;
                    }
                }
                if (!resolve_paths) {
                    struct unlink_long_name *more = bpf_task_storage_get(
                        &long_names, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
                    if (!more)
                        return false;
                    text = more->name;
                    call->long_name = true;
                }
                /* An unreadable or empty name arrives as an error pointer: the read fails then. */
                bytes = read_kernel ? bpf_probe_read_kernel_str(text, PATH_CAPACITY, name)
                                    : read_user_name(text, user_name);
                if (bytes < 0 || bytes > PATH_CAPACITY)
                    bytes = 0;
                call->name_bytes = bytes;
                call->filtered = !name_passes(text, bytes, PATH_CAPACITY);
                return true;
            }

            /*
             * `name` and `user_name` are the two members of `filename`. False if there is no memory
             * for the call.
             */
            static __always_inline bool begin(struct task_struct *task, int dfd,
                                              struct filename *filename, const char *name,
                                              const char *user_name, __u8 kind)
            {
                if (!caller_passes(task))
                    return true; /* its exit counts it */
                struct unlink_state *call = place_for(task);
                if (!call)
                    return false;
                if (!remember_name(call, task, name, user_name)) {
                    forget(call);
                    return false;
                }
                call->filename = (__u64)filename;
                if (resolve_paths) {
                    call->parent = 0;
                    call->path_start = PATH_CAPACITY;
                    call->looked_up = 0;
                }
                call->dirfd = dfd;
                call->kind = kind;
                call->path_state = !resolve_paths     ? PATH_NOT_REQUESTED
                                   : call->name_bytes ? PATH_UNKNOWN
                                                      : PATH_NO_DIRECTORY;
                __sync_fetch_and_add(&entries, 1);
                call->started_ns = bpf_ktime_get_ns();
                return true;
            }

            static __always_inline int enter(int dfd, struct filename *filename, const char *name,
                                             const char *user_name, __u8 kind)
            {
                struct task_struct *task = bpf_get_current_task_btf();
                bool of_copies = has_copies; /* looked at once: a look costs instructions */
                if (of_copies && !takes_entry(task))
                    return 0;
                if (!begin(task, dfd, filename, name, user_name, kind) &&
                    !(of_copies && leave_entry_to_next(task)))
                    __sync_fetch_and_add(&no_storage, 1);
                if (of_copies)
                    ran();
                return 0;
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
                /* The bound is for the verifier; there are 32 levels at most. */
                __u64 offset = level * bpf_core_type_size(struct upid) & 0xfff;
                __s32 number = 0;
                bpf_probe_read_kernel(&number, sizeof(number),
                                      (void *)pid + bpf_core_field_offset(struct pid, numbers) +
                                          bpf_core_field_offset(struct upid, nr) + offset);
                return number;
            }

            /* All but the text. Loads from the task are cheaper than the helpers for it. */
            static __always_inline void fill(struct unlink_record *record,
                                             struct unlink_state *call, struct task_struct *task,
                                             int result, __u64 duration_ns)
            {
                struct task_struct *process = task->group_leader;

                record->started_ns = call->started_ns;
                record->duration_ns = duration_ns;
                record->cgroup_id = bpf_get_current_cgroup_id();
                record->process_start_ns = process->start_boottime;
                record->thread_start_ns = task->start_boottime;
                record->pid = task->tgid;
                record->tid = task->pid;
                record->parent_pid = task->real_parent->tgid;
                record->namespace_pid = pid_in_namespace(process);
                const struct cred *cred = task->cred;
                /* Never null, but kernels that clang has built want it to be asked. */
                record->uid = cred ? cred->uid.val : 0;
                record->gid = cred ? cred->gid.val : 0;
                record->mount_namespace = mount_namespace(task);
                record->dirfd = call->dirfd;
                record->result = result;
                ((__u64 *)record->comm)[0] = ((__u64 *)task->comm)[0];
                ((__u64 *)record->comm)[1] = ((__u64 *)task->comm)[1];
                record->path_bytes = 0;
                record->kind = call->kind;
                record->path_state = call->path_state;
                record->name_source = !call->name_bytes ? NAME_NONE
                                      : read_kernel     ? NAME_KERNEL
                                                        : NAME_CALLER;
                __builtin_memset(record->unused, 0, sizeof(record->unused));
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

            /*
             * To be asked last before the use: the verifier of 6.1 forgets the bounds of a number
             * that the compiler puts on the stack meanwhile.
             */
            static __always_inline __u32 name_bytes_of(struct unlink_state *call, __u32 most)
            {
                __u32 bytes = call->name_bytes;
                barrier_var(bytes);
                if (bytes > most)
                    bytes = most;
                return bytes;
            }

            /* The usual case: written where it goes to, not copied there. */
            static __always_inline long output_short(struct unlink_call *call,
                                                     struct task_struct *task, int result,
                                                     __u64 duration_ns)
            {
                struct unlink_record *record =
                    bpf_ringbuf_reserve(&events, sizeof(*record) + NAME_FIRST, 0);
                if (!record)
                    return -1;
                fill(record, &call->state, task, result, duration_ns);
                for (int i = 0; i < NAME_FIRST / 8; i++)
                    ((__u64 *)record->text)[i] =
                        i * 8 < call->state.name_bytes ? ((__u64 *)call->name)[i] : 0;
                bpf_ringbuf_submit(record, wakeup());
                return 0;
            }

            static __always_inline long output_long(struct unlink_call *call,
                                                    struct task_struct *task, int result,
                                                    __u64 duration_ns)
            {
                struct unlink_record *record = (struct unlink_record *)call->record;
                if (!call->state.long_name) {
                    fill(record, &call->state, task, result, duration_ns);
                    __u64 flags = wakeup();
                    __u32 bytes = name_bytes_of(&call->state, NAME_SHORT);
                    return bpf_ringbuf_output(&events, record, sizeof(*record) + bytes, flags);
                }
                struct unlink_long_name *more = bpf_task_storage_get(&long_names, task, 0, 0);
                if (!more)
                    return -1;
                record = (struct unlink_record *)more->record;
                fill(record, &call->state, task, result, duration_ns);
                __u64 flags = wakeup();
                __u32 bytes = name_bytes_of(&call->state, PATH_CAPACITY);
                return bpf_ringbuf_output(&events, record, sizeof(*record) + bytes, flags);
            }

            /* The record begins where the path does, minus its own size: at any byte. */
            static __always_inline long output_with_path(struct unlink_path_call *call,
                                                         struct task_struct *task, int result,
                                                         __u64 duration_ns)
            {
                __u32 start = call->state.path_start;
                if (start > PATH_CAPACITY)
                    start = PATH_CAPACITY;
                struct unlink_record *record = (struct unlink_record *)(call->space + start);
                fill(record, &call->state, task, result, duration_ns);
                record->path_bytes = PATH_CAPACITY - start;
                __u64 flags = wakeup();
                __u32 bytes = name_bytes_of(&call->state, PATH_CAPACITY);
                return bpf_ringbuf_output(
                    &events, record, sizeof(*record) + PATH_CAPACITY - start + bytes, flags);
            }

            static __always_inline long output(struct unlink_state *call, struct task_struct *task,
                                               int result, __u64 duration_ns)
            {
                if (resolve_paths)
                    return output_with_path((struct unlink_path_call *)call, task, result,
                                            duration_ns);
                if (!call->long_name && call->name_bytes <= NAME_FIRST)
                    return output_short((struct unlink_call *)call, task, result, duration_ns);
                return output_long((struct unlink_call *)call, task, result, duration_ns);
            }

            /* Under a path filter: whether the event is wanted, or cannot be told to be unwanted. */
            static __always_inline bool path_of_call_passes(struct unlink_state *call)
            {
                if (!resolve_paths || !(path_prefix_bytes || path_suffix_bytes))
                    return true;
                if (call->path_state == PATH_NO_DIRECTORY)
                    return false;
                return call->path_state != PATH_RESOLVED ||
                       path_passes(((struct unlink_path_call *)call)->space +
                                       sizeof(struct unlink_record),
                                   call->path_start);
            }

            /* Of the call that began with this file name, or with any if it is 0. */
            static __always_inline void end(struct task_struct *task, struct filename *filename,
                                            int result, __u8 kind, bool of_copies)
            {
                struct unlink_state *call = call_of(task);
                if (!call || call->kind != kind ||
                    (filename && call->filename != (__u64)filename)) {
                    if (caller_passes(task))
                        __sync_fetch_and_add(&exits_alone, 1);
                    else
                        __sync_fetch_and_add(&not_paired, 1);
                    return;
                }
                __u64 duration_ns = bpf_ktime_get_ns() - call->started_ns;

                __sync_fetch_and_add(&paired, 1);
                if (of_copies && call->path_state == PATH_UNKNOWN)
                    __sync_fetch_and_add(&no_look_up, 1);
                if (call->filtered || !outcome_passes(result, duration_ns) ||
                    !path_of_call_passes(call))
                    __sync_fetch_and_add(&filtered, 1);
                else if (output(call, task, result, duration_ns))
                    __sync_fetch_and_add(&ring_full, 1);
                forget(call);
            }

            static __always_inline int leave(struct filename *filename, int result, __u8 kind)
            {
                struct task_struct *task = bpf_get_current_task_btf();
                bool of_copies = has_copies;
                if (!of_copies || takes_exit(task)) {
                    end(task, filename, result, kind, of_copies);
                    if (of_copies)
                        ran();
                }
                if (of_copies)
                    give_back_spare_turn(task);
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
                struct unlink_path_call *call =
                    (struct unlink_path_call *)call_of(bpf_get_current_task_btf());
                if (!call || call->state.filtered ||
                    (__u64)BPF_CORE_READ(lookup, name) != call->state.filename)
                    return 0;
                return call;
            }

            static __always_inline int found(struct unlink_path_call *call,
                                             struct nameidata *lookup, struct path *directory,
                                             int result)
            {
                if (result)
                    call->state.path_state = PATH_NO_DIRECTORY;
                else
                    resolve(call, lookup, directory);
                return 0;
            }

            SEC("?fexit/path_parentat")
            int BPF_PROG(parent_exit, struct nameidata *lookup, unsigned int flags,
                         struct path *directory, int result)
            {
                struct unlink_path_call *call = call_of_lookup(lookup);
                if (!call || (has_copies && !is_first(&call->state.looked_up)))
                    return 0;
                return found(call, lookup, directory, result);
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
                struct unlink_path_call *call =
                    (struct unlink_path_call *)call_of(bpf_get_current_task_btf());
                if (!call || !call->state.parent)
                    return 0;
                struct path *directory = (struct path *)call->state.parent;
                call->state.parent = 0;
                return found(call, (struct nameidata *)call->state.lookup, directory, result);
            }

            /* Run by the process itself. */
            SEC("?syscall")
            int own_process(void *context)
            {
                own_pid = bpf_get_current_pid_tgid() >> 32;
                return 0;
            }

            SEC("?tp_btf/sched_process_fork")
            int BPF_PROG(process_start, struct task_struct *parent, struct task_struct *child)
            {
                __u32 from = parent->tgid;
                __u32 pid = child->tgid;
                __u8 one = 1;
                if (pid == from) /* a thread */
                    return 0;
                if ((ancestor_is_self ? from == own_pid : from == ancestor_pid) ||
                    (follow_children && bpf_map_lookup_elem(&pids, &from)))
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
