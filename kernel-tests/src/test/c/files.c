/* Files, directories and processes, or the end of the program with the reason. */
#include "workload.h"
#include <err.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

void make_file(int dirfd, const char *name)
{
    int file = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        err(1, "create file %s", name);
    close(file);
}

void make_directory(int dirfd, const char *name)
{
    if (mkdirat(dirfd, name, 0777))
        err(1, "make directory %s", name);
}

int open_directory(const char *name)
{
    int directory = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        err(1, "open directory %s", name);
    return directory;
}

/* Goes to a tmpfs on folder that no other process sees, and that goes away with this one. */
void enter_own_mounts(const char *folder)
{
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
        mount("tmpfs", folder, "tmpfs", 0, "mode=777") || chdir(folder))
        err(1, "mount a tmpfs on %s", folder);
}

/* To be freed by the caller. */
char *format(const char *pattern, ...)
{
    char *text;
    va_list values;

    va_start(values, pattern);
    if (vasprintf(&text, pattern, values) < 0)
        errx(1, "no memory");
    va_end(values);
    return text;
}

pid_t fork_or_end(void)
{
    pid_t child = fork();
    if (child < 0)
        err(1, "fork");
    return child;
}

/* Ends with an error if one of them did. */
void wait_for_children(void)
{
    int status;

    while (wait(&status) > 0)
        if (status)
            errx(1, "a child ended with status %#x", status);
}
