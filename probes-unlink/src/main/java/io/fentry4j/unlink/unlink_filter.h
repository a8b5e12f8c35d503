/* SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause) */
/*
 * Which calls become events. Each constant is set before the load, and the verifier removes what it
 * rules out: a filter that is off costs nothing.
 */
#ifndef UNLINK_FILTER_H
#define UNLINK_FILTER_H

#define TEXT_CAPACITY 256 /* 255 bytes and a NUL */
#define MOST_COMMS 8
#define MOST_NAMESPACES 8
#define ERRNO_BITS 4096 /* MAX_ERRNO and 0 */

const volatile bool filter_pids = false;
const volatile bool filter_tids = false;
const volatile bool filter_uids = false;
const volatile bool filter_cgroups = false;
const volatile bool except_self = false;
const volatile __u32 ancestor_pid = 0; /* its descendants are added to pids, it is not */
const volatile bool ancestor_is_self = false;
const volatile bool follow_children = false;
const volatile __u32 comm_count = 0;
const volatile __u64 comms[2 * MOST_COMMS] = {};
const volatile __u32 namespace_count = 0;
const volatile __u32 namespaces[MOST_NAMESPACES] = {};
const volatile __u32 name_prefix_bytes = 0;
const volatile __u32 name_suffix_bytes = 0;
const volatile __u32 path_prefix_bytes = 0;
const volatile __u32 path_suffix_bytes = 0;
const volatile char name_prefix[TEXT_CAPACITY] = {};
const volatile char name_suffix[TEXT_CAPACITY] = {};
const volatile char path_prefix[TEXT_CAPACITY] = {};
const volatile char path_suffix[TEXT_CAPACITY] = {};
const volatile bool only_failures = false;
const volatile bool only_successes = false;
const volatile bool filter_errnos = false;
const volatile __u64 errnos[ERRNO_BITS / 64] = {};
const volatile __u64 least_duration_ns = 0;

#define SET(key_type)                         \
    struct {                                  \
        __uint(type, BPF_MAP_TYPE_HASH);      \
        __uint(max_entries, 1);               \
        __type(key, key_type);                \
        __type(value, __u8);                  \
    }

SET(__u32) pids SEC(".maps");
SET(__u32) tids SEC(".maps");
SET(__u32) uids SEC(".maps");
SET(__u64) cgroups SEC(".maps");

/* The process that attaches, in the initial PID namespace. */
volatile __u32 own_pid = 0;

static __always_inline __u32 mount_namespace(struct task_struct *task)
{
    struct nsproxy *namespaces_of_task = task->nsproxy;
    return namespaces_of_task ? namespaces_of_task->mnt_ns->ns.inum : 0;
}

static __always_inline bool comm_passes(struct task_struct *task)
{
    __u64 comm[2] = {((__u64 *)task->comm)[0], ((__u64 *)task->comm)[1]};
    for (int i = 0; i < MOST_COMMS; i++)
        if (i < comm_count && comm[0] == comms[2 * i] && comm[1] == comms[2 * i + 1])
            return true;
    return false;
}

static __always_inline bool namespace_passes(struct task_struct *task)
{
    __u32 inode = mount_namespace(task);
    for (int i = 0; i < MOST_NAMESPACES; i++)
        if (i < namespace_count && inode == namespaces[i])
            return true;
    return false;
}

/*
 * Some processes, which is the usual filter, are compared one by one: that costs a tenth of a look
 * into a hash. The set has them too, and counts while `few_pids` changes or does not hold all.
 */
#define FEW_PIDS 4
volatile __u32 few_pids[FEW_PIDS] = {};
volatile __u32 few_pid_count = FEW_PIDS + 1;

static __always_inline bool pid_passes(__u32 pid)
{
    __u32 count = few_pid_count;
    if (count > FEW_PIDS)
        return bpf_map_lookup_elem(&pids, &pid);
    for (int i = 0; i < FEW_PIDS; i++)
        if (i < count && few_pids[i] == pid)
            return true;
    return false;
}

/* By who calls. Asked at the entry, and at an exit without an entry, which it tells apart. */
static __always_inline bool caller_passes(struct task_struct *task)
{
    if (except_self && task->tgid == own_pid)
        return false;
    if (filter_pids && !pid_passes(task->tgid))
        return false;
    if (filter_tids) {
        __u32 tid = task->pid;
        if (!bpf_map_lookup_elem(&tids, &tid))
            return false;
    }
    if (filter_uids) {
        const struct cred *cred = task->cred;
        __u32 uid = cred ? cred->uid.val : 0;
        if (!bpf_map_lookup_elem(&uids, &uid))
            return false;
    }
    if (filter_cgroups) {
        __u64 cgroup = bpf_get_current_cgroup_id();
        if (!bpf_map_lookup_elem(&cgroups, &cgroup))
            return false;
    }
    if (namespace_count && !namespace_passes(task))
        return false;
    return !comm_count || comm_passes(task);
}

#define TEXT_MATCHES(at, bytes, text) (bpf_strncmp((const char *)(at), (bytes), (const char *)(text)) == 0)

/*
 * `bytes` with the NUL; under a filter for the end exactly so. 0: there is no name. `capacity` is
 * that of the memory.
 */
static __always_inline bool name_passes(const char *name, __u32 bytes, const __u32 capacity)
{
    if (name_prefix_bytes &&
        (!bytes || !TEXT_MATCHES(name, name_prefix_bytes, name_prefix)))
        return false;
    if (name_suffix_bytes) {
        if (bytes <= name_suffix_bytes)
            return false;
        __u32 start = bytes - 1 - name_suffix_bytes;
        if (start > capacity - name_suffix_bytes ||
            !TEXT_MATCHES(name + start, name_suffix_bytes, name_suffix))
            return false;
    }
    return true;
}

static __always_inline bool path_passes(const __u8 *path, __u32 start)
{
    __u32 bytes = PATH_CAPACITY - start;
    start &= PATH_CAPACITY - 1;
    if (path_prefix_bytes &&
        (bytes < path_prefix_bytes ||
         !TEXT_MATCHES(path + start, path_prefix_bytes, path_prefix)))
        return false;
    return !path_suffix_bytes ||
           (bytes >= path_suffix_bytes &&
            TEXT_MATCHES(path + PATH_CAPACITY - path_suffix_bytes, path_suffix_bytes, path_suffix));
}

static __always_inline bool outcome_passes(int result, __u64 duration_ns)
{
    if (only_failures && result == 0)
        return false;
    if (only_successes && result != 0)
        return false;
    if (filter_errnos) {
        __u32 errno = -result;
        if (errno >= ERRNO_BITS || !(errnos[errno / 64] >> (errno % 64) & 1))
            return false;
    }
    return !least_duration_ns || duration_ns >= least_duration_ns;
}

#endif
