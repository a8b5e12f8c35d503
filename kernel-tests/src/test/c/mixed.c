/* count deletions by threads, processes, a container and io_uring at once, a quarter each. The container is a process in
 * user, PID and mount namespaces of its own, with a tmpfs for a root, and two children. */
#include "workload.h"
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WORKERS 4
#define CONTAINER_WORKERS 2
#define CONTAINER_ID 100000 /* its user 0 outside */
#define ORDINARY_ID 1000

static const char *base;
static int share;

static void *run_thread(void *number)
{
    char *worker = format("thread%d", (int)(intptr_t)number);
    struct journal *journal;

    prctl(PR_SET_NAME, worker);
    journal = open_journal();
    delete_by_system_calls(journal, base, worker, share / WORKERS);
    close_journal(journal);
    free(worker);
    return NULL;
}

static void run_threads(void)
{
    pthread_t threads[WORKERS];

    for (intptr_t i = 0; i < WORKERS; i++)
        if (pthread_create(&threads[i], NULL, run_thread, (void *)i))
            errx(1, "create thread");
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
}

static void write_file(const char *name, const char *text)
{
    int file = open(name, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, text, strlen(text)) != (ssize_t)strlen(text))
        err(1, "write %s to %s", text, name);
    close(file);
}

/* The first process has a cgroup of its own, the others users. Their names have bytes that are no text. */
static void run_process(int number)
{
    char *worker = format("process%d", number);
    struct journal *journal;

    prctl(PR_SET_NAME, number % 2 ? "pro\ncess\xff" : "pro) 1 (cess \"");
    if (number == 0)
        write_file("/sys/fs/cgroup/fentry4j-workload/cgroup.procs", "0");
    else if (setresgid(ORDINARY_ID + number, -1, -1) || setresuid(ORDINARY_ID + number, -1, -1))
        err(1, "become another user");
    journal = open_journal();
    delete_by_system_calls(journal, base, worker, share / WORKERS);
    close_journal(journal);
    free(worker);
}

static void run_processes(void)
{
    for (int i = 0; i < WORKERS; i++)
        if (!fork_or_end()) {
            run_process(i);
            _exit(0);
        }
    wait_for_children();
}

static void enter_container_root(void)
{
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("tmpfs", "container", "tmpfs", 0, NULL) ||
        chdir("container"))
        err(1, "mount the container's root");
    make_directory(AT_FDCWD, "old");
    if (syscall(SYS_pivot_root, ".", "old") || chdir("/") || umount2("/old", MNT_DETACH))
        err(1, "pivot_root");
}

static void run_in_container(int number)
{
    char *worker = format("inside%d", number);
    struct journal *journal = open_journal();

    delete_by_system_calls(journal, "/", worker, share / (CONTAINER_WORKERS + 1));
    close_journal(journal);
    free(worker);
}

/* Process 1 of the container. */
static void run_container(void)
{
    prctl(PR_SET_NAME, "container");
    if (unshare(CLONE_NEWNS))
        err(1, "unshare the mount namespace");
    enter_container_root();
    for (int i = 0; i < CONTAINER_WORKERS; i++)
        if (!fork_or_end()) {
            run_in_container(i);
            _exit(0);
        }
    run_in_container(CONTAINER_WORKERS);
    wait_for_children();
}

/* The maps of ids can be written from outside only, as this process has no rights in the outer namespace any more. */
static void start_container(void)
{
    int ready[2], mapped[2];
    char byte;
    pid_t child;

    if (pipe(ready) || pipe(mapped))
        err(1, "pipe");
    child = fork_or_end();
    if (!child) {
        if (unshare(CLONE_NEWUSER | CLONE_NEWPID))
            err(1, "unshare the user and PID namespaces");
        add_to_ids(CONTAINER_ID, CONTAINER_ID);
        if (write(ready[1], "", 1) != 1 || read(mapped[0], &byte, 1) != 1)
            err(1, "wait for the map of users");
        if (setresgid(0, 0, 0) || setresuid(0, 0, 0))
            err(1, "become user 0 of the container");
        if (!fork_or_end()) {
            run_container();
            _exit(0);
        }
        wait_for_children();
        _exit(0);
    }
    if (read(ready[0], &byte, 1) != 1)
        err(1, "wait for the container");
    for (int i = 0; i < 2; i++) {
        char *file = format("/proc/%d/%s", child, i ? "gid_map" : "uid_map");
        char *map = format("0 %d 1000", CONTAINER_ID);
        write_file(file, map);
        free(file);
        free(map);
    }
    if (write(mapped[1], "", 1) != 1)
        err(1, "start the container");
    wait_for_children();
}

static void run_ring(void)
{
    struct journal *journal;

    prctl(PR_SET_NAME, "ring");
    journal = open_journal();
    delete_by_io_uring(journal, base, "ring", share);
    close_journal(journal);
}

void run_mixed(const char *folder, int count)
{
    static void (*const parts[])(void) = {run_threads, run_processes, start_container, run_ring};
    struct journal *journal = open_journal();
    struct attempt cgroup = {"cgroup", RMDIR, AT_FDCWD, "/sys/fs/cgroup/fentry4j-workload",
                             "/sys/fs/cgroup/fentry4j-workload", RESOLVED};

    base = folder;
    share = count / 4;
    if (chdir(base))
        err(1, "go to %s", base);
    make_directory(AT_FDCWD, cgroup.name);
    make_directory(AT_FDCWD, "container");
    for (int i = 0; i < 4; i++)
        if (!fork_or_end()) {
            parts[i]();
            _exit(0);
        }
    wait_for_children();
    try(journal, &cgroup);
    close_journal(journal);
}
