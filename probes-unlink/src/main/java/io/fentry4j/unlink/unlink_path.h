/* SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause) */
/*
 * The absolute path of what a call is about, relative to the caller's root.
 *
 * The kernel's path_parentat has followed the symbolic links, dots and mounts of the name and found
 * the directory. From there the walk goes up: dentry by dentry, over the roots of mounts, to the
 * caller's root. It takes no lock, so a second walk checks the first: each dentry has a sequence
 * count that a rename raises, and if the second walk meets the same dentries with the same counts,
 * then they stood like that at one moment, the one between the walks.
 */
#ifndef UNLINK_PATH_H
#define UNLINK_PATH_H

#define MOST_STEPS 4096 /* components and mounts; a path of 4,095 bytes has 2,047 at most */

enum last_type { LAST_NORM, LAST_ROOT, LAST_DOT, LAST_DOTDOT };

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* fs/mount.h */
struct mount {
    struct mount *mnt_parent;
    struct dentry *mnt_mountpoint;
    struct vfsmount mnt;
};

/* fs/namei.c: the state of a look-up. */
struct nameidata {
    struct qstr last;
    int last_type;
    struct filename *name;
};

#pragma clang attribute pop

struct walk {
    struct unlink_path_call *call;
    struct dentry *dentry;
    struct mount *mount;
    struct dentry *root;
    struct vfsmount *root_mount;
    __u64 passed; /* the dentries, mounts and sequence counts on the way */
    __u32 start;  /* the first byte of the path so far */
    __u32 state;
    bool skips_first; /* the last component is "..": it takes one away */
    bool writes;
};

static __always_inline void pass(struct walk *walk, __u64 value)
{
    walk->passed = (walk->passed ^ value) * 0x9e3779b97f4a7c15ULL;
}

/* Puts "/" and a name in front of the path; false if it would get longer than 4,095 bytes. */
static __always_inline bool prepend(struct walk *walk, const unsigned char *name, __u32 bytes)
{
    __u8 *path = walk->call->space + sizeof(struct unlink_record);
    __u32 start = walk->start;

    if (bytes >= PATH_CAPACITY || start <= bytes + 1)
        return false;
    start = (start - bytes) & (PATH_CAPACITY - 1);
    bpf_probe_read_kernel(path + start, bytes, name);
    start = (start - 1) & (PATH_CAPACITY - 1);
    path[start] = '/';
    walk->start = start;
    return true;
}

/* One dentry up, or from the root of a mount to where it is mounted. Ends the walk with 1. */
static long step_up(__u32 index, struct walk *walk)
{
    struct dentry *dentry = walk->dentry;
    struct mount *mount = walk->mount;

    if (dentry == walk->root && __builtin_preserve_access_index(&mount->mnt) == walk->root_mount) {
        walk->state = PATH_RESOLVED;
        return 1;
    }
    pass(walk, (__u64)dentry);
    if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
        struct mount *above = BPF_CORE_READ(mount, mnt_parent);
        pass(walk, (__u64)mount);
        if (above == mount) { /* the top of all mounts, and still not the caller's root */
            walk->state = PATH_UNREACHABLE;
            return 1;
        }
        walk->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
        walk->mount = above;
        return 0;
    }
    __u32 sequence = BPF_CORE_READ(dentry, d_seq.seqcount.sequence);
    struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
    pass(walk, sequence);
    if (sequence & 1) {
        walk->state = PATH_CHANGED;
        return 1;
    }
    /* Unhashed is deleted. A dentry without a parent that is no mount's root hangs in the air. */
    if (parent == dentry || !BPF_CORE_READ(dentry, d_hash.pprev)) {
        walk->state = PATH_UNREACHABLE;
        return 1;
    }
    if (walk->skips_first) {
        walk->skips_first = false;
    } else if (walk->writes &&
               !prepend(walk, BPF_CORE_READ(dentry, d_name.name), BPF_CORE_READ(dentry, d_name.len))) {
        walk->state = PATH_TRUNCATED;
        return 1;
    }
    walk->dentry = parent;
    return 0;
}

static __always_inline void resolve(struct unlink_path_call *call, struct nameidata *lookup,
                                    struct path *directory)
{
    struct fs_struct *fs = bpf_get_current_task_btf()->fs;
    struct dentry *dentry = BPF_CORE_READ(directory, dentry);
    struct vfsmount *mnt = BPF_CORE_READ(directory, mnt);
    int last = BPF_CORE_READ(lookup, last_type);
    struct walk walk = {
        .call = call,
        .dentry = dentry,
        .mount = (void *)mnt - bpf_core_field_offset(struct mount, mnt),
        .root = fs->root.dentry,
        .root_mount = fs->root.mnt,
        .start = PATH_CAPACITY,
        .state = PATH_TRUNCATED,
        .skips_first = last == LAST_DOTDOT,
        .writes = true,
    };

    /* Of any length: what the call will find too long has been found to be in this directory. */
    if (last == LAST_NORM &&
        !prepend(&walk, BPF_CORE_READ(lookup, last.name), BPF_CORE_READ(lookup, last.len)))
        return;
    long steps = bpf_loop(MOST_STEPS, step_up, &walk, 0);
    __u32 start = walk.start;
    __u32 state = walk.state;

    if (state == PATH_RESOLVED || state == PATH_TRUNCATED) {
        __u64 passed = walk.passed;
        walk.dentry = dentry;
        walk.mount = (void *)mnt - bpf_core_field_offset(struct mount, mnt);
        walk.passed = 0;
        walk.writes = false;
        bpf_loop(steps, step_up, &walk, 0);
        if (walk.passed != passed)
            state = PATH_CHANGED;
    }
    if (state == PATH_RESOLVED && start == PATH_CAPACITY) { /* the root itself */
        start = PATH_CAPACITY - 1;
        call->space[sizeof(struct unlink_record) + start] = '/';
    }
    if (state != PATH_RESOLVED && state != PATH_TRUNCATED)
        start = PATH_CAPACITY;
    call->state.path_start = start;
    call->state.path_state = state;
}

#endif
