/* SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause) */
/*
 * Kernel types for tracing programs, with only the members they use.
 *
 * preserve_access_index makes each access relocatable: libbpf looks up the member's offset in the
 * running kernel's BTF when the program is loaded, so neither the order of the members here nor
 * what is left out matters. What is missing can be added beside it as a type with a suffix, such as
 * struct task_struct___mine, which libbpf takes for the same kernel type.
 */
#ifndef FENTRY4J_KERNEL_TYPES_H
#define FENTRY4J_KERNEL_TYPES_H

/* vmlinux.h has all of these. */
#ifndef __VMLINUX_H__

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* fs.h: a path name that a system call copied from user space, and where it stands there. */
struct filename {
	const char *name;
	const char *uptr;
};

/* dcache.h, mount.h, path.h, fs_struct.h: where a name is in the tree of directories and mounts. */
struct hlist_bl_node {
	struct hlist_bl_node **pprev;
};

struct qstr {
	__u32 len;
	const unsigned char *name;
};

struct seqcount {
	unsigned int sequence;
};

struct seqcount_spinlock {
	struct seqcount seqcount;
};

struct dentry {
	struct seqcount_spinlock d_seq;
	struct hlist_bl_node d_hash;
	struct dentry *d_parent;
	struct qstr d_name;
};

struct vfsmount {
	struct dentry *mnt_root;
};

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

struct fs_struct {
	struct path root;
	struct path pwd;
};

/* ns_common.h, nsproxy.h, pid.h: the namespaces of a task, and its ids in them. */
struct ns_common {
	unsigned int inum;
};

struct mnt_namespace {
	struct ns_common ns;
};

struct nsproxy {
	struct mnt_namespace *mnt_ns;
};

struct upid {
	int nr;
};

struct pid {
	unsigned int level;
	struct upid numbers[1];
};

/* cred.h: whom a task acts for, as numbers of the initial user namespace. */
struct kuid {
	unsigned int val;
};

struct kgid {
	unsigned int val;
};

struct cred {
	struct kuid uid;
	struct kgid gid;
};

/* Where BPF_MAP_TYPE_TASK_STORAGE keeps a task's values; NULL if it has none. */
struct bpf_local_storage;

/* sched/signal.h: what the threads of a process share; `live` are those that have not ended. */
struct atomic {
	int counter;
};

struct signal_struct {
	struct atomic live;
};

/* sched.h: a thread. pid is the thread's id, tgid the process's, as user space counts them. */
struct task_struct {
	int pid;
	int tgid;
	unsigned int flags;
	__u64 start_time;
	__u64 start_boottime;
	int exit_code;
	char comm[16];
	struct task_struct *real_parent;
	struct task_struct *parent;
	struct task_struct *group_leader;
	struct pid *thread_pid;
	struct nsproxy *nsproxy;
	struct fs_struct *fs;
	struct signal_struct *signal;
	const struct cred *cred;
	struct bpf_local_storage *bpf_storage;
};

#pragma clang attribute pop

/*
 * The registers that a kprobe finds, for libbpf's PT_REGS_PARM1 and its like. They are laid out here
 * as <linux/ptrace.h> has them, so that a program for one architecture can be compiled on another.
 */
#ifndef _LINUX_PTRACE_H
#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long r15, r14, r13, r12, rbp, rbx;
	unsigned long r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi;
	unsigned long orig_rax, rip, cs, eflags, rsp, ss;
};
#elif defined(__TARGET_ARCH_arm64)
struct user_pt_regs {
	__u64 regs[31];
	__u64 sp, pc, pstate;
};
struct pt_regs;
#endif
#endif

#endif /* __VMLINUX_H__ */
#endif /* FENTRY4J_KERNEL_TYPES_H */
