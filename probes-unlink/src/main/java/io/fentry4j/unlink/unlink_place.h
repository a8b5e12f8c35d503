/* SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause) */
/* Where a call is remembered between its entry and its exit. */
#ifndef UNLINK_PLACE_H
#define UNLINK_PLACE_H

const volatile bool resolve_paths = false;
const volatile bool has_copies = false; /* see unlink_turn.h */

#define PER_TASK(value_type)                      \
    struct {                                      \
        __uint(type, BPF_MAP_TYPE_TASK_STORAGE);  \
        __uint(map_flags, BPF_F_NO_PREALLOC);     \
        __type(key, int);                         \
        __type(value, value_type);                \
    }

/*
 * Most calls are remembered in a slot, chosen by the thread's number: to look there costs
 * a tenth of a look into the task's storage. That is for calls whose slot another thread
 * has just then, and for paths, which are too large.
 */
#define SLOTS 512
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, SLOTS);
    __type(key, __u32);
    __type(value, struct unlink_call);
} slots SEC(".maps");

PER_TASK(struct unlink_call) calls SEC(".maps");
PER_TASK(struct unlink_long_name) long_names SEC(".maps");
PER_TASK(struct unlink_path_call) path_calls SEC(".maps");

/*
 * With copies, and paths: for a thread's first call if the kernel refuses memory for it, which it
 * does while another task of the CPU is preempted between taking its lock and giving it back.
 */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct unlink_path_call);
} spares SEC(".maps");
const volatile __u32 spare_places = 0; /* so many as the map is given */

static __always_inline struct unlink_state *slot_of(__u32 tid)
{
    __u32 slot = tid % SLOTS;
    return bpf_map_lookup_elem(&slots, &slot); /* the owner is as long as it has it */
}

static __always_inline struct unlink_state *spare_of(__u32 tid)
{
    if (!spare_places)
        return 0;
    __u32 spare = tid % spare_places;
    return bpf_map_lookup_elem(&spares, &spare);
}

/* It is this thread's already if the kernel skipped the end of its last call. */
static __always_inline bool take(struct unlink_state *place, __u64 tid)
{
    return place && (place->owner == tid ||
                     (!place->owner && !__sync_val_compare_and_swap(&place->owner, 0, tid)));
}

/* A place for a call of this thread's; 0 if there is no memory. */
static __always_inline struct unlink_state *place_for(struct task_struct *task)
{
    __u64 tid = task->pid;
    if (resolve_paths) {
        struct unlink_state *call = bpf_task_storage_get(&path_calls, task, 0,
                                                         BPF_LOCAL_STORAGE_GET_F_CREATE);
        if (call)
            return call;
        struct unlink_state *spare = spare_of(tid);
        return take(spare, tid) ? spare : 0;
    }
    struct unlink_state *slot = slot_of(tid);
    if (take(slot, tid))
        return slot;
    return bpf_task_storage_get(&calls, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
}

/* The call of this thread's that is under way; 0 if there is none. */
static __always_inline struct unlink_state *call_of(struct task_struct *task)
{
    if (!resolve_paths) {
        __u64 tid = task->pid;
        struct unlink_state *slot = slot_of(tid);
        if (slot && slot->owner == tid)
            return slot;
    }
    /* Most threads have nothing stored, which shows without a look. */
    struct unlink_state *call = 0;
    if (task->bpf_storage) {
        if (resolve_paths)
            call = bpf_task_storage_get(&path_calls, task, 0, 0);
        else
            call = bpf_task_storage_get(&calls, task, 0, 0);
    }
    if (call && call->filename)
        return call;
    if (resolve_paths) {
        struct unlink_state *spare = spare_of(task->pid);
        if (spare && spare->owner == (__u64)task->pid)
            return spare;
    }
    return 0;
}

static __always_inline void forget(struct unlink_state *call)
{
    call->filename = 0;
    if (call->owner)
        __sync_lock_test_and_set(&call->owner, 0); /* after all that was read of it */
}

#endif
