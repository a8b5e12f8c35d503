/* The list of attempts: a line each, fields separated by tabs, strings in hexadecimal digits (they may hold any byte). */
#include "workload.h"
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

unsigned long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ul + time.tv_nsec;
}

struct journal *open_journal(void)
{
    struct journal *journal = malloc(sizeof(*journal));
    char *name;

    journal->task = current_task();
    name = format("%d-%d", journal->task.pid, journal->task.tid);
    journal->file = fdopen(create_journal_file(name), "w");
    setvbuf(journal->file, NULL, _IOFBF, 1 << 16);
    free(name);
    return journal;
}

void close_journal(struct journal *journal)
{
    if (fclose(journal->file))
        err(1, "write the journal");
    free(journal);
}

static void put_hex(FILE *file, const char *text)
{
    static const char digits[] = "0123456789abcdef";

    for (; *text; text++) {
        putc_unlocked(digits[(unsigned char)*text >> 4], file);
        putc_unlocked(digits[*text & 15], file);
    }
    putc_unlocked('\t', file);
}

/* No name reaches the kernel from an address that cannot be read, or with more than 4,095 bytes. */
static bool arrives(const char *name)
{
    return (unsigned long)name >= 4096 && strlen(name) < 4096;
}

void note(struct journal *journal, const struct task *task, const struct attempt *attempt, int result,
          unsigned long before, unsigned long after)
{
    FILE *file = journal->file;
    bool directory = attempt->call == RMDIR || attempt->call == REMOVEDIR;

    fprintf(file, "%s\t%s\t", attempt->what, directory ? "DIRECTORY" : "FILE");
    put_hex(file, arrives(attempt->name) ? attempt->name : "");
    put_hex(file, attempt->path);
    put_hex(file, task->comm);
    fprintf(file, "%s\t%d\t%d\t%d\t%d\t%d\t%u\t%u\t%lu\t%lu\t%lu\t%lu\t%d\t%lu\t%lu\n", attempt->state, attempt->dirfd,
            task->pid, task->tid, task->parent, task->namespace_pid, task->uid, task->gid, task->mount_namespace,
            task->cgroup, task->process_start, task->thread_start, result, before, after);
}

static int call(const struct attempt *attempt)
{
    switch (attempt->call) {
    case UNLINK:
        return unlink(attempt->name);
    case UNLINKAT:
        return unlinkat(attempt->dirfd, attempt->name, 0);
    case RMDIR:
        return rmdir(attempt->name);
    default:
        return unlinkat(attempt->dirfd, attempt->name, AT_REMOVEDIR);
    }
}

/* Makes the call and notes it. Returns 0 or a negative errno. */
int try(struct journal *journal, const struct attempt *attempt)
{
    unsigned long before = now();
    int result = call(attempt) ? -errno : 0;

    note(journal, &journal->task, attempt, result, before, now());
    return result;
}
