/* Deletions of every kind, and a list of them by the program that makes them: what the unlink probe is compared with. */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/* A task as the initial namespaces see it: from outside of its own, that is how the kernel's side sees it too. */
struct task {
    int pid;
    int tid; /* 0: not known */
    int parent;
    int namespace_pid;
    unsigned uid;
    unsigned gid;
    char comm[16];
    unsigned long mount_namespace; /* inode number */
    unsigned long cgroup;          /* inode number */
    unsigned long process_start;   /* CLOCK_BOOTTIME in ticks of 10 ms */
    unsigned long thread_start;    /* 0: not known */
};

enum call { UNLINK, UNLINKAT, RMDIR, REMOVEDIR };

/* What can be said about the directory of a deletion: the names of PathState. */
#define RESOLVED "RESOLVED"
#define TRUNCATED "TRUNCATED"
#define NO_DIRECTORY "NO_DIRECTORY"
#define UNREACHABLE "UNREACHABLE"

/* One attempt: what is passed, and what is known of it. */
struct attempt {
    const char *what;
    enum call call;
    int dirfd;
    const char *name; /* an address that cannot be read is allowed */
    const char *path; /* absolute, or "" */
    const char *state;
};

/* The list of one thread: a file of its own. */
struct journal {
    FILE *file;
    struct task task;
};

/* identity.c. To be called once before any other, in the initial namespaces. */
void keep_initial_namespaces(const char *journal_folder);
void add_to_ids(unsigned first_uid, unsigned first_gid);
struct task current_task(void);
int create_journal_file(const char *name);

/* journal.c */
unsigned long now(void);
struct journal *open_journal(void);
void close_journal(struct journal *journal);
int try(struct journal *journal, const struct attempt *attempt);
void note(struct journal *journal, const struct task *task, const struct attempt *attempt, int result,
          unsigned long before, unsigned long after);

/* files.c */
void make_file(int dirfd, const char *name);
void make_directory(int dirfd, const char *name);
int open_directory(const char *name);
void enter_own_mounts(const char *folder);
char *format(const char *pattern, ...) __attribute__((format(printf, 1, 2)));
void wait_for_children(void);
pid_t fork_or_end(void);

/* Name number i of a worker: some with bytes that a terminal or a text file would take amiss. */
char *name_number(const char *worker, int i);

/* mix.c, uring.c: count attempts in base/worker; base is the working directory. */
void delete_by_system_calls(struct journal *journal, const char *base, const char *worker, int count);
void delete_by_io_uring(struct journal *journal, const char *base, const char *worker, int count);

/* The commands, each in a file of its name. */
void run_mixed(const char *base, int count);
void run_names(const char *base);
void run_places(const char *base);
void run_calls(const char *base);
void run_flood(void);
void run_tasks(int count);

#endif
