/* SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause) */
/* What goes to user space, and what is remembered of a call between its entry and its exit. */
#ifndef UNLINK_CALL_H
#define UNLINK_CALL_H

#define PATH_CAPACITY 4096 /* PATH_MAX: 4,095 bytes and a NUL */

enum unlink_kind { KIND_FILE = 0, KIND_DIRECTORY = 1 };

enum name_source {
    NAME_NONE = 0,   /* the caller passed no readable name */
    NAME_KERNEL = 1, /* the kernel's copy, which the call works with */
    NAME_CALLER = 2, /* read again from the caller's memory */
};

enum path_state {
    PATH_NOT_REQUESTED = 0,
    PATH_RESOLVED = 1,
    PATH_TRUNCATED = 2,    /* its beginning is missing */
    PATH_NO_DIRECTORY = 3, /* the call failed before its directory was found */
    PATH_UNREACHABLE = 4,  /* a deleted directory, or one outside of the caller's root */
    PATH_CHANGED = 5,      /* renamed while it was looked at */
    PATH_UNKNOWN = 6,      /* the kernel skipped the program that looks */
};

struct unlink_record {
    __u64 started_ns; /* CLOCK_MONOTONIC at the entry */
    __u64 duration_ns;
    __u64 cgroup_id;
    __u64 process_start_ns; /* CLOCK_BOOTTIME */
    __u64 thread_start_ns;
    __s32 pid;
    __s32 tid;
    __s32 parent_pid;
    __s32 namespace_pid; /* 0: not known */
    __u32 uid;
    __u32 gid;
    __u32 mount_namespace;
    __s32 dirfd;
    __s32 result;
    char comm[16];
    __u16 path_bytes; /* of the path at the start of `text`, which has no NUL */
    __u8 kind;
    __u8 path_state;
    __u8 name_source;
    __u8 unused[7];
    char text[]; /* the path, then the name and its NUL; no NUL if there is no name */
};

_Static_assert(sizeof(struct unlink_record) == __builtin_offsetof(struct unlink_record, text),
               "the text must follow the record without a gap");
_Static_assert(sizeof(struct unlink_record) <= 128, "more than the fixed part may have");

#define NAME_FIRST 32 /* most names are read at once */
#define NAME_PART 64
#define NAME_SHORT (NAME_FIRST + 4 * NAME_PART) /* not less than a filter's text */

/* One call between its entry and its exit. */
struct unlink_state {
    __u64 owner;    /* in a slot: the thread that has it; 0: it is free */
    __u64 filename; /* address only, never followed at the exit; 0: no call is under way */
    __u64 started_ns;
    __u64 lookup;     /* kprobes: the arguments of path_parentat, */
    __u64 parent;     /* and where it will put its result; 0: it is not under way */
    __u32 name_bytes; /* with the NUL and what fills up to 8 bytes; 0 if there is no name */
    __u32 path_start; /* where in the path's space it begins */
    __s32 dirfd;
    __u8 kind;
    __u8 path_state;
    __u8 long_name; /* the name is in unlink_long_name */
    __u8 filtered;  /* by its name */
    __u8 looked_up; /* with copies: see unlink_turn.h */
};

/* Small, because there are many slots. Longer names go elsewhere. */
struct unlink_call {
    struct unlink_state state;
    __u8 record[sizeof(struct unlink_record)] __attribute__((aligned(8)));
    char name[NAME_SHORT];
};

struct unlink_long_name {
    __u8 record[sizeof(struct unlink_record)] __attribute__((aligned(8)));
    char name[PATH_CAPACITY];
};

/*
 * With a path, which grows from its last component to its first and so ends where the name begins.
 * The record is put in front of it at the end. The verifier knows the path's and the name's greatest
 * sizes but not that both together fit, so there is as much room once more.
 */
struct unlink_path_call {
    struct unlink_state state;
    __u8 space[sizeof(struct unlink_record) + PATH_CAPACITY];
    char name[PATH_CAPACITY];
    __u8 never_reached[PATH_CAPACITY];
};

#endif
