/*
 * How long a program takes from its start to the first line that it prints about an event.
 *
 * first_event FILE RUNS COMMAND...   deletes FILE every millisecond meanwhile, unless FILE is "-"; prints RUNS numbers,
 *                                    in nanoseconds
 *
 * A line counts if it has FILE's last part in it, or "first". The command is killed then.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void delete(const char *file)
{
    int fd = open(file, O_CREAT | O_WRONLY, 0600);
    if (fd >= 0)
        close(fd);
    unlink(file);
}

static long long once(const char *file, char **command)
{
    static char text[1 << 20];
    const char *name = strrchr(file, '/') ? strrchr(file, '/') + 1 : "first";
    size_t size = 0;
    int out[2];
    if (pipe(out))
        return -1;
    long long begin = now();
    pid_t child = fork();
    if (child == 0) {
        dup2(out[1], STDOUT_FILENO);
        close(out[0]);
        close(out[1]);
        execvp(command[0], command);
        _exit(127);
    }
    close(out[1]);
    long long took = -1;
    while (took < 0 && now() - begin < 120000000000LL) {
        struct pollfd ready = {.fd = out[0], .events = POLLIN};
        if (strcmp(file, "-"))
            delete(file);
        if (poll(&ready, 1, 1) <= 0)
            continue;
        ssize_t got = read(out[0], text + size, sizeof(text) - 1 - size);
        if (got <= 0)
            break;
        size += got;
        text[size] = 0;
        if (strstr(text, name))
            took = now() - begin;
        else if (size > sizeof(text) / 2)
            size = 0;
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(out[0]);
    return took;
}

int main(int count, char **arguments)
{
    if (count < 4) {
        fputs("usage: first_event FILE|- RUNS COMMAND...\n", stderr);
        return 64;
    }
    for (int runs = atoi(arguments[2]); runs > 0; runs--) {
        long long took = once(arguments[1], arguments + 3);
        if (took < 0) {
            fputs("first_event: the command told of no event\n", stderr);
            return 1;
        }
        printf("%lld\n", took);
        fflush(stdout);
    }
    return 0;
}
