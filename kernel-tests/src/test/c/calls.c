/* Calls of some kernel functions, the same in each run: files, sockets, processes, timers. */
#include "workload.h"
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char bytes[4096];

static void must(long result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
}

static void use_files(int round)
{
    must(mkdir("directory", 0700 + round % 8), "mkdir");
    must(mkdir("directory", 0700) == -1 ? 0 : -1, "mkdir what is there");
    int file = open("file", O_CREAT | O_RDWR, 0644);
    must(file, "open");
    must(write(file, bytes, 100 * round), "write");
    must(pread(file, bytes, 64, round), "pread");
    must(pread(file, bytes, 64, 5000) == 0 ? 0 : -1, "pread beyond the end");
    close(file);
    must(unlink("file"), "unlink");
    must(unlink("file") == -1 ? 0 : -1, "unlink what is gone");
    must(rmdir("directory"), "rmdir");
}

static void use_unix_sockets(int round)
{
    int pair[2];
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
    must(send(pair[0], bytes, 10 + round, 0), "send");
    must(recv(pair[1], bytes, sizeof bytes, 0), "recv");
    close(pair[1]);
    must(send(pair[0], bytes, 1, MSG_NOSIGNAL) == -1 ? 0 : -1, "send to nobody");
    close(pair[0]);
}

static void use_internet_sockets(int round)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *any = (struct sockaddr *)&address;
    socklen_t length = sizeof address;

    int datagrams = socket(AF_INET, SOCK_DGRAM, 0);
    must(bind(datagrams, any, length), "bind");
    must(getsockname(datagrams, any, &length), "getsockname");
    must(sendto(datagrams, bytes, 20 + round, 0, any, length), "sendto");
    close(datagrams);

    address.sin_port = 0;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    must(bind(listener, any, length), "bind");
    must(listen(listener, 1), "listen");
    must(getsockname(listener, any, &length), "getsockname");
    int client = socket(AF_INET, SOCK_STREAM, 0);
    must(connect(client, any, length), "connect");
    int server = accept(listener, NULL, NULL);
    must(server, "accept");
    must(send(client, bytes, 1000 + round, 0), "send");
    must(recv(server, bytes, sizeof bytes, 0), "recv");
    close(server);
    close(client);
    close(listener);
}

static void use_processes_and_timers(int round)
{
    struct timespec nap = {.tv_nsec = 1000 * (1 + round)};
    pid_t child = fork();
    must(child, "fork");
    if (child == 0) {
        nanosleep(&nap, NULL);
        _exit(0);
    }
    must(waitpid(child, NULL, 0), "waitpid");
    clock_nanosleep(CLOCK_MONOTONIC, 0, &nap, NULL);
}

/* Waits for SIGUSR1, so that whoever watches can be ready before the first call. */
void run_calls(const char *base)
{
    sigset_t set;
    int signal;

    must(chdir(base), base);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    prctl(PR_SET_NAME, "f4j-calls"); /* from now on the signal can come */
    sigwait(&set, &signal);
    for (int round = 0; round < 20; round++) {
        use_files(round);
        use_unix_sockets(round);
        use_internet_sockets(round);
        use_processes_and_timers(round);
    }
}
