/* SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause) */
/*
 * Copies of the programs, where the kernel skips a program for all tasks of a CPU while one of them
 * is preempted in it. All copies are attached to the same functions, and the first one that the
 * kernel runs does the work. So a call is missed only if tasks are preempted in all copies at once.
 *
 * A copy runs once at an entry. If it finds that it has run already, that was at an entry before,
 * and all programs that would have told, at the exit in between, were skipped.
 */
#ifndef UNLINK_TURN_H
#define UNLINK_TURN_H

const volatile __u8 copy = 0; /* the last that runs is 0, of at most 8 */

__u64 turns = 0;      /* entries and exits that a copy took */
__u64 last_turns = 0; /* entries and exits at which copy 0 ran, whether it took them or not */

/* Of a thread: which copies have run at the entry and at the exit of its last call. */
struct unlink_turn {
    __u64 owner; /* of a spare one: the thread that has it; 0: it is free */
    __u8 entered;
    __u8 left;
};

PER_TASK(struct unlink_turn) threads SEC(".maps");

/* For threads that are refused memory, like the spare places: until the end of the call. */
#define SPARE_TURNS 64
struct unlink_turn spare_turns[SPARE_TURNS];

static __always_inline struct unlink_turn *spare_turn_of(__u64 tid)
{
    return &spare_turns[tid % SPARE_TURNS];
}

/* 0 if there is no memory. */
static __always_inline struct unlink_turn *turn_of(struct task_struct *task)
{
    __u64 tid = task->pid;
    struct unlink_turn *spare = spare_turn_of(tid);
    if (spare->owner == tid)
        return spare;
    struct unlink_turn *turn =
        bpf_task_storage_get(&threads, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
    if (turn || spare->owner || __sync_val_compare_and_swap(&spare->owner, 0, tid))
        return turn;
    spare->entered = 0;
    spare->left = 0;
    return spare;
}

static __always_inline void give_back_spare_turn(struct task_struct *task)
{
    __u64 tid = task->pid;
    struct unlink_turn *spare = spare_turn_of(tid);
    if (!copy && spare->owner == tid)
        __sync_lock_test_and_set(&spare->owner, 0);
}

static __always_inline bool is_first(__u8 *copies)
{
    __u8 before = *copies;
    __u8 self = 1 << copy;
    bool first = !before || (before & self);
    *copies = first ? self : before | self;
    return first;
}

/* What is done is counted before this. */
static __always_inline void ran(void)
{
    if (!copy)
        __sync_fetch_and_add(&last_turns, 1);
}

static __always_inline bool took(bool first)
{
    if (first)
        __sync_fetch_and_add(&turns, 1);
    else
        ran();
    return first;
}

static __always_inline bool takes_entry(struct task_struct *task)
{
    struct unlink_turn *turn = turn_of(task);
    if (!turn)
        return took(!copy);
    if (!took(is_first(&turn->entered)))
        return false;
    turn->left = 0;
    return true;
}

/* False if there is no copy after this one. */
static __always_inline bool leave_entry_to_next(struct task_struct *task)
{
    if (!copy)
        return false;
    struct unlink_turn *turn = turn_of(task);
    if (turn)
        turn->entered = 0;
    __sync_fetch_and_sub(&turns, 1);
    return true;
}

static __always_inline bool takes_exit(struct task_struct *task)
{
    struct unlink_turn *turn = turn_of(task);
    if (!turn)
        return took(!copy);
    if (!took(is_first(&turn->left)))
        return false;
    turn->entered = 0;
    return true;
}

#endif
