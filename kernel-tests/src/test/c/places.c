/* Directories that are reached in unusual ways, or not: links, descriptors, mounts, roots, deleted ones, deep ones. In a
 * tmpfs of its own on base. */
#include "workload.h"
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static struct journal *journal;
static const char *base;

static void try_at(const char *what, enum call call, int dirfd, const char *name, const char *path, const char *state)
{
    try(journal, &(struct attempt){what, call, dirfd, name, path, state});
}

/* unlink of a name; its path is below base. */
static void try_below(const char *what, const char *name, const char *below)
{
    char *path = format("%s/%s", base, below);

    try_at(what, UNLINK, AT_FDCWD, name, path, RESOLVED);
    free(path);
}

static void delete_file_below(const char *what, const char *name, const char *below)
{
    make_file(AT_FDCWD, name);
    try_below(what, name, below);
}

static void fail_before_directory(const char *what, const char *name)
{
    try_at(what, UNLINK, AT_FDCWD, name, "", NO_DIRECTORY);
}

static void mount_or_end(const char *source, const char *target, const char *type, unsigned long flags,
                         const char *options)
{
    if (mount(source, target, type, flags, options))
        err(1, "mount %s on %s", source, target);
}

static void link_or_end(const char *target, const char *name)
{
    if (symlink(target, name))
        err(1, "make link %s", name);
}

static void try_dots(void)
{
    make_directory(AT_FDCWD, "a");
    make_directory(AT_FDCWD, "a/b");
    delete_file_below("dots in the middle", "a/./b/../b/./file", "a/b/file");
    delete_file_below("repeated slashes", "a///b//file", "a/b/file");
    make_file(AT_FDCWD, "a/file");
    try_below("a file with a slash at its end", "a/file/", "a/file");
    try_below("the same without", "a/file", "a/file");
    try_below("a directory by unlink", "a/b", "a/b");
    try_below("a dot at the end", "a/b/.", "a/b");
    try_below("two dots at the end", "a/b/..", "a");
    try_at("rmdir of a dot", RMDIR, AT_FDCWD, ".", base, RESOLVED);
    try_at("the root", UNLINK, AT_FDCWD, "/", "/", RESOLVED);
    try_at("above the root", RMDIR, AT_FDCWD, "/..", "/", RESOLVED);
    char *path = format("%s/a/b", base);
    try_at("rmdir with a slash at its end", RMDIR, AT_FDCWD, "a/b/", path, RESOLVED);
    free(path);
}

static void try_links(void)
{
    make_directory(AT_FDCWD, "real");
    make_directory(AT_FDCWD, "real/inner");
    link_or_end("real/inner", "link");
    link_or_end("loop", "loop");
    delete_file_below("through a link to a directory", "link/file", "real/inner/file");
    delete_file_below("dots behind a link", "link/../file", "real/file");
    try_below("a link itself", "loop", "loop");
    link_or_end("loop", "loop");
    fail_before_directory("through a link to itself", "loop/file");
    char *path = format("%s/link", base);
    try_at("a link to a directory by rmdir", RMDIR, AT_FDCWD, "link/", path, RESOLVED);
    free(path);
}

static void try_descriptors(void)
{
    int path_only, directory, file;
    char *name;

    make_directory(AT_FDCWD, "open");
    path_only = open("open", O_PATH | O_CLOEXEC);
    directory = open_directory("open");
    make_file(directory, "file");
    file = open("open/file", O_RDONLY | O_CLOEXEC);
    if (path_only < 0 || file < 0)
        err(1, "open");
    name = format("%s/open/file", base);
    try_at("an O_PATH descriptor", UNLINKAT, path_only, "file", name, RESOLVED);
    make_file(directory, "file");
    fail_before_directory("a file as directory", "open/file/x");
    try_at("a descriptor of a file", UNLINKAT, file, "x", "", NO_DIRECTORY);
    try_at("a descriptor that is not open", UNLINKAT, 999, "x", "", NO_DIRECTORY);
    try_at("an absolute name and a descriptor that is not open", UNLINKAT, 999, name, name, RESOLVED);
    free(name);
    make_file(directory, "file");
    if (rename("open", "renamed"))
        err(1, "rename");
    name = format("%s/renamed/file", base);
    try_at("a descriptor of a renamed directory", UNLINKAT, directory, "file", name, RESOLVED);
    make_file(directory, "file");
    free(name);
    name = format("/proc/self/fd/%d/file", directory);
    try_below("through /proc", name, "renamed/file");
    free(name);
    close(path_only);
    close(directory);
    close(file);
}

static void try_missing(void)
{
    fail_before_directory("a missing directory", "missing/file");
    try_at("a missing directory by rmdir", RMDIR, AT_FDCWD, "missing/directory", "", NO_DIRECTORY);
    try_below("a missing file", "missing", "missing");
}

static void try_mounts(void)
{
    int detached;

    make_directory(AT_FDCWD, "source");
    make_directory(AT_FDCWD, "source/sub");
    make_directory(AT_FDCWD, "bound");
    mount_or_end("source", "bound", NULL, MS_BIND, NULL);
    delete_file_below("through a bind mount", "bound/sub/file", "bound/sub/file");
    delete_file_below("at the top of a bind mount", "bound/file", "bound/file");
    delete_file_below("the same file by its source", "source/file", "source/file");
    delete_file_below("out of a bind mount", "bound/sub/../../file", "file");
    try_below("a mount point", "bound", "bound");
    try_at("two dots at the top of a mount", UNLINK, AT_FDCWD, "bound/..", base, RESOLVED);
    make_file(AT_FDCWD, "source/file");
    mount_or_end(NULL, "bound", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL);
    try_below("a read-only mount", "bound/file", "bound/file");

    make_directory(AT_FDCWD, "outer");
    mount_or_end("tmpfs", "outer", "tmpfs", 0, NULL);
    make_directory(AT_FDCWD, "outer/inner");
    mount_or_end("tmpfs", "outer/inner", "tmpfs", 0, NULL);
    delete_file_below("in a mount in a mount", "outer/inner/file", "outer/inner/file");
    mount_or_end("tmpfs", "outer/inner", "tmpfs", 0, NULL);
    delete_file_below("in a mount on a mount", "outer/inner/file", "outer/inner/file");
    delete_file_below("in the outer one by way of the inner one", "outer/inner/../file", "outer/file");

    detached = open_directory("outer/inner");
    if (umount2("outer/inner", MNT_DETACH))
        err(1, "umount");
    make_file(detached, "file");
    try_at("in a mount that is detached", UNLINKAT, detached, "file", "", UNREACHABLE);
    close(detached);
}

/* The file of the upper layer is removed by the kernel's own vfs_unlink, which is not seen. */
static void try_overlay(void)
{
    make_directory(AT_FDCWD, "lower");
    make_directory(AT_FDCWD, "upper");
    make_directory(AT_FDCWD, "work");
    make_directory(AT_FDCWD, "merged");
    make_file(AT_FDCWD, "lower/below");
    mount_or_end("overlay", "merged", "overlay", 0, "lowerdir=lower,upperdir=upper,workdir=work");
    delete_file_below("a file of an overlay's upper layer", "merged/file", "merged/file");
    try_below("a file of an overlay's lower layer", "merged/below", "merged/below");
    char *path = format("%s/merged/directory", base);
    make_directory(AT_FDCWD, "merged/directory");
    try_at("a directory of an overlay", RMDIR, AT_FDCWD, "merged/directory", path, RESOLVED);
    free(path);
}

static void try_deleted(void)
{
    char *path = format("%s/gone", base);
    int directory;

    make_directory(AT_FDCWD, "gone");
    directory = open_directory("gone");
    if (chdir("gone"))
        err(1, "chdir");
    try_at("the working directory", RMDIR, AT_FDCWD, path, path, RESOLVED);
    try_at("in a deleted working directory", UNLINK, AT_FDCWD, "file", "", UNREACHABLE);
    try_at("in a deleted directory by descriptor", UNLINKAT, directory, "file", "", UNREACHABLE);
    fail_before_directory("out of a deleted directory and into it", "../gone/file");
    if (chdir(base))
        err(1, "chdir");
    close(directory);
    free(path);
}

/* Steps of one byte: 1,100 of them make a path that is deep but short enough. */
static void try_deep(const char *what, const char *component, int steps, const char *state)
{
    char *path = malloc(strlen(base) + steps * (strlen(component) + 1) + sizeof("/file"));
    char *end = stpcpy(path, base);

    for (int i = 0; i < steps; i++) {
        make_directory(AT_FDCWD, component);
        if (chdir(component))
            err(1, "chdir");
        *end++ = '/';
        end = stpcpy(end, component);
    }
    strcpy(end, "/file");
    make_file(AT_FDCWD, "file");
    try_at(what, UNLINK, AT_FDCWD, "file", path, state);
    free(path);
    if (chdir(base))
        err(1, "chdir");
}

static void run_in_chroot(void)
{
    int outside = open_directory(".");

    journal = open_journal();
    make_file(AT_FDCWD, "file");
    make_directory(AT_FDCWD, "jail");
    make_directory(AT_FDCWD, "jail/sub");
    if (chroot("jail"))
        err(1, "chroot");
    try_at("outside of the root by the working directory", UNLINK, AT_FDCWD, "file", "", UNREACHABLE);
    make_file(outside, "file");
    try_at("outside of the root by descriptor", UNLINKAT, outside, "file", "", UNREACHABLE);
    make_file(AT_FDCWD, "/sub/file");
    try_at("in a chroot", UNLINK, AT_FDCWD, "/sub/../sub/file", "/sub/file", RESOLVED);
    make_file(AT_FDCWD, "/file");
    try_at("at the top of a chroot", UNLINK, AT_FDCWD, "/../file", "/file", RESOLVED);
    if (chdir("/sub"))
        err(1, "chdir");
    make_file(AT_FDCWD, "file");
    try_at("relative in a chroot", UNLINK, AT_FDCWD, "file", "/sub/file", RESOLVED);
    close_journal(journal);
    _exit(0);
}

static void run_as_user(void)
{
    make_directory(AT_FDCWD, "closed");
    make_directory(AT_FDCWD, "readable");
    make_file(AT_FDCWD, "readable/file");
    if (chmod("closed", 0700) || chmod("readable", 0755) || setresuid(1000, 1000, 1000))
        err(1, "become another user");
    journal = open_journal();
    fail_before_directory("a directory that must not be searched", "closed/file");
    try_below("a directory that must not be written", "readable/file", "readable/file");
    close_journal(journal);
    _exit(0);
}

void run_places(const char *folder)
{
    enter_own_mounts(folder);
    base = folder;
    journal = open_journal();
    try_dots();
    try_links();
    try_descriptors();
    try_missing();
    try_mounts();
    try_overlay();
    try_deleted();
    try_deep("1,100 directories deep", "d", 1100, RESOLVED);
    try_deep("2,500 directories deep", "e", 2500, TRUNCATED);
    try_deep("5,000 directories deep", "f", 5000, TRUNCATED);
    try_deep("80 long directories deep", "0123456789012345678901234567890123456789012345678901234567890", 80,
             TRUNCATED);
    if (!fork_or_end())
        run_in_chroot();
    if (!fork_or_end())
        run_as_user();
    wait_for_children();
    close_journal(journal);
}
