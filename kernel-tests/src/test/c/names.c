/* Names that are hard to pass on: long, unreadable, with bytes of every value. In a tmpfs of its own on base. */
#include "workload.h"
#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct journal *journal;
static const char *base;

static char *repeat(const char *text, int count)
{
    size_t length = strlen(text);
    char *all = malloc(length * count + 1);

    for (int i = 0; i < count; i++)
        memcpy(all + i * length, text, length);
    all[length * count] = 0;
    return all;
}

/* A name in base, passed as it is, of a file that is made first. */
static void try_component(const char *what, const char *last)
{
    char *path = format("%s/%s", base, last);

    make_file(AT_FDCWD, last);
    try(journal, &(struct attempt){what, UNLINK, AT_FDCWD, last, path, RESOLVED});
    free(path);
}

static void try_call(const char *what, const char *name, const char *path, const char *state)
{
    try(journal, &(struct attempt){what, UNLINK, AT_FDCWD, name, path, state});
}

static void try_bytes(void)
{
    char last[2];

    try_component("a newline", "new\nline");
    try_component("an escape sequence", "\x1b[31mred\x1b[0m\x07\x08");
    try_component("bytes that are not UTF-8", "no\xff\xc3!\x80");
    try_component("overlong UTF-8 and a surrogate", "\xc0\xaf\xed\xa0\x80");
    try_component("quotes, a backslash and a tab", "\"'\\\t%s%n");
    try_component("a name that looks like an option", "-rf");
    try_component("only blanks", "   ");
    try_component("four bytes of UTF-8", "\xf0\x9f\x98\x80");
    for (int byte = 1; byte < 256; byte++)
        if (byte != '/' && byte != '.') {
            last[0] = (char)byte;
            last[1] = 0;
            try_component("one byte", last);
        }
}

static void try_lengths(void)
{
    char *longest = repeat("x", NAME_MAX);
    char *too_long = repeat("x", NAME_MAX + 1);
    char *path = format("%s/%s", base, too_long);

    try_component("a component of 255 bytes", longest);
    try_call("a component of 256 bytes", too_long, path, RESOLVED);
    free(path);
    free(longest);
    free(too_long);
}

/* base/./././file, with as many dots as make it bytes long. */
static void try_winding(const char *what, int bytes)
{
    char *file = format("%s/%s", base, bytes % 2 ? "even" : "odd");
    int left = bytes - (int)strlen(file);
    char *dots = repeat("/.", left / 2);
    char *name = format("%s%s%s%s", base, left % 2 ? "/" : "", dots, strrchr(file, '/'));

    make_file(AT_FDCWD, file);
    try_call(what, name, bytes < PATH_MAX ? file : "", bytes < PATH_MAX ? RESOLVED : NO_DIRECTORY);
    free(file);
    free(dots);
    free(name);
}

/* base/ddd…/…/f of exactly so many bytes, made step by step: no single name could name it while it grows. */
static void try_straight(const char *what, int bytes)
{
    char *path = strdup(base);

    while (bytes - strlen(path) > 1 + 1) {
        size_t left = bytes - strlen(path) - 2; /* for "/f" */
        char *component = repeat("d", left > 400 ? 200 : left > 201 ? (int)left / 2 - 1 : (int)left - 1);
        char *longer = format("%s/%s", path, component);

        make_directory(AT_FDCWD, component);
        if (chdir(component))
            err(1, "chdir");
        free(component);
        free(path);
        path = longer;
    }
    char *name = format("%s/f", path);
    make_file(AT_FDCWD, "f");
    try_call(what, name, name, RESOLVED);
    free(name);
    free(path);
    if (chdir(base))
        err(1, "chdir");
}

static void try_unreadable(void)
{
    try_call("no byte", "", "", NO_DIRECTORY);
    try_call("address 1", (const char *)1, "", NO_DIRECTORY);
    try_call("address 0", NULL, "", NO_DIRECTORY);
    try(journal, &(struct attempt){"rmdir of address 1", RMDIR, AT_FDCWD, (const char *)1, "", NO_DIRECTORY});
    try(journal, &(struct attempt){"rmdir of no byte", RMDIR, AT_FDCWD, "", "", NO_DIRECTORY});
}

void run_names(const char *folder)
{
    enter_own_mounts(folder);
    base = folder;
    journal = open_journal();
    try_bytes();
    try_lengths();
    try_winding("a path of 4,094 bytes with dots", PATH_MAX - 2);
    try_winding("a path of 4,095 bytes with dots", PATH_MAX - 1);
    try_winding("a path of 4,096 bytes", PATH_MAX);
    try_straight("a real path of 4,095 bytes", PATH_MAX - 1);
    try_unreadable();
    close_journal(journal);
}
