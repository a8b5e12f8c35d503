/* Who the calling thread is. Everything is asked of the initial namespaces' /proc and cgroup file systems through
 * descriptors that are opened first, so that a thread in a namespace or a chroot can still be told its outer numbers. */
#include "workload.h"
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int proc;
static int cgroups;
static int journals;
static unsigned uid_base;
static unsigned gid_base;

void keep_initial_namespaces(const char *journal_folder)
{
    proc = open_directory("/proc");
    cgroups = open_directory("/sys/fs/cgroup");
    journals = open_directory(journal_folder);
}

/* The caller's user namespace maps its ids to those from here on. */
void add_to_ids(unsigned first_uid, unsigned first_gid)
{
    uid_base = first_uid;
    gid_base = first_gid;
}

int create_journal_file(const char *name)
{
    int file = openat(journals, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        err(1, "create journal %s", name);
    return file;
}

static void read_proc(const char *name, char *text, size_t size)
{
    int file = openat(proc, name, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, size - 1);
    if (length < 0)
        err(1, "read /proc/%s", name);
    text[length] = 0;
    close(file);
}

static void read_link(const char *name, char *text, size_t size)
{
    ssize_t length = readlinkat(proc, name, text, size - 1);
    if (length < 0)
        err(1, "read link /proc/%s", name);
    text[length] = 0;
}

/* Field 4 or a later one of a stat file: the second is the comm, which may hold blanks and parentheses. */
static unsigned long stat_field(const char *name, int field)
{
    char text[1024];
    char *at;

    read_proc(name, text, sizeof(text));
    at = strrchr(text, ')') + 2;
    for (int i = 3; i < field; i++)
        at = strchr(at, ' ') + 1;
    return strtoul(at, NULL, 10);
}

static unsigned long cgroup_inode(void)
{
    char text[4096];
    char *path;
    struct stat status;

    read_proc("self/cgroup", text, sizeof(text));
    path = strstr(text, "0::/");
    if (!path)
        errx(1, "no cgroup 2 in /proc/self/cgroup: %s", text);
    path += strlen("0::/");
    path[strcspn(path, "\n")] = 0;
    if (fstatat(cgroups, *path ? path : ".", &status, 0))
        err(1, "look at cgroup %s", path);
    return status.st_ino;
}

struct task current_task(void)
{
    struct task task = {0};
    char link[64];

    read_link("thread-self", link, sizeof(link));
    if (sscanf(link, "%d/task/%d", &task.pid, &task.tid) != 2)
        errx(1, "/proc/thread-self is %s", link);
    task.parent = (int)stat_field("self/stat", 4);
    task.namespace_pid = getpid();
    task.uid = uid_base + getuid();
    task.gid = gid_base + getgid();
    prctl(PR_GET_NAME, task.comm);
    read_link("thread-self/ns/mnt", link, sizeof(link));
    task.mount_namespace = strtoul(link + strlen("mnt:["), NULL, 10);
    task.cgroup = cgroup_inode();
    task.process_start = stat_field("self/stat", 22);
    task.thread_start = stat_field("thread-self/stat", 22);
    return task;
}
