/* Deletions by system calls: every way to name a file, and results of several kinds. */
#include "workload.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *name_number(const char *worker, int i)
{
    static const char *const tails[] = {"", "", " \x1b[31m", "\n", "", "\xff\xc3", "\\\""};

    return format("%s-%d%s", worker, i, tails[i % 7]);
}

/* The names of one attempt: there is base/worker/last, or not. */
struct names {
    char *last;
    char *absolute;
    char *relative; /* to the working directory, base */
    char *winding;
    char *path; /* what the kernel's directories say, whichever name is passed */
};

static struct names make_names(const char *base, const char *worker, int i)
{
    struct names names;

    names.last = name_number(worker, i);
    names.path = format("%s/%s/%s", strcmp(base, "/") ? base : "", worker, names.last);
    names.absolute = strdup(names.path);
    names.relative = format("%s/%s", worker, names.last);
    names.winding = format("./%s/../%s//%s", worker, worker, names.last);
    return names;
}

static void free_names(struct names *names)
{
    free(names->last);
    free(names->absolute);
    free(names->relative);
    free(names->winding);
    free(names->path);
}

static void try_not_empty(struct journal *journal, const struct names *names)
{
    char *relative = strndup(names->relative, strcspn(names->relative, "/"));
    char *path = strndup(names->path, strrchr(names->path, '/') - names->path);
    struct attempt attempt = {"mix", REMOVEDIR, AT_FDCWD, relative, path, RESOLVED};

    try(journal, &attempt);
    free(relative);
    free(path);
}

static void delete_one(struct journal *journal, int folder, const struct names *names, int i)
{
    struct attempt attempt = {"mix", UNLINK, AT_FDCWD, names->absolute, names->path, RESOLVED};

    switch (i % 11) {
    case 0:
        make_file(folder, names->last);
        break;
    case 1:
        make_file(folder, names->last);
        attempt.call = UNLINKAT;
        attempt.dirfd = folder;
        attempt.name = names->last;
        break;
    case 2:
        make_file(folder, names->last);
        attempt.name = names->relative;
        break;
    case 3:
        make_file(folder, names->last);
        attempt.call = UNLINKAT;
        attempt.name = names->winding;
        break;
    case 4: /* ENOENT */
        attempt.name = names->relative;
        break;
    case 5: /* EISDIR, then removed */
        make_directory(folder, names->last);
        try(journal, &attempt);
        attempt.call = RMDIR;
        break;
    case 6:
        make_directory(folder, names->last);
        attempt.call = RMDIR;
        break;
    case 7:
        make_directory(folder, names->last);
        attempt.call = REMOVEDIR;
        attempt.dirfd = folder;
        attempt.name = names->last;
        break;
    case 8: /* ENOENT */
        attempt.call = RMDIR;
        attempt.name = names->winding;
        break;
    case 9: /* ENOTDIR, then removed */
        make_file(folder, names->last);
        attempt.call = RMDIR;
        try(journal, &attempt);
        attempt.call = UNLINK;
        break;
    default: /* ENOTEMPTY of the folder, then its file removed */
        make_file(folder, names->last);
        try_not_empty(journal, names);
        break;
    }
    try(journal, &attempt);
}

void delete_by_system_calls(struct journal *journal, const char *base, const char *worker, int count)
{
    int folder;

    make_directory(AT_FDCWD, worker);
    folder = open_directory(worker);
    for (int i = 0; i < count; i++) {
        struct names names = make_names(base, worker, i);

        delete_one(journal, folder, &names, i);
        free_names(&names);
    }
    close(folder);
}
