/*
 * The C side of the benchmarks: runs the program that fills the ring, and reads the ring with libbpf.
 *
 * The ring and its program are loaded by Java; here they are found by the map's id.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct ring {
    struct ring_buffer *reader;
    int map;
    int program;
    __u64 sum;
};

/* Touches the record as the Java listeners do: its first eight bytes. */
static int take(void *context, void *data, size_t size)
{
    struct ring *ring = context;
    if (size >= sizeof(__u64))
        ring->sum += *(__u64 *)data;
    return 0;
}

static int uses(int program, const char *name, __u32 map_id)
{
    __u32 maps[8] = {};
    struct bpf_prog_info info = {.nr_map_ids = 8, .map_ids = (__u64)(unsigned long)maps};
    __u32 size = sizeof(info);
    if (bpf_obj_get_info_by_fd(program, &info, &size) || strcmp(info.name, name))
        return 0;
    for (__u32 i = 0; i < info.nr_map_ids && i < 8; i++)
        if (maps[i] == map_id)
            return 1;
    return 0;
}

/* A descriptor of the program `name` that uses the map, or a negative error number. */
static int find_program(const char *name, __u32 map_id)
{
    __u32 id = 0;
    while (!bpf_prog_get_next_id(id, &id)) {
        int program = bpf_prog_get_fd_by_id(id);
        if (program >= 0 && uses(program, name, map_id))
            return program;
        if (program >= 0)
            close(program);
    }
    return -ENOENT;
}

void ring_close(struct ring *ring)
{
    ring_buffer__free(ring->reader);
    if (ring->map >= 0)
        close(ring->map);
    if (ring->program >= 0)
        close(ring->program);
    free(ring);
}

struct ring *ring_open(__u32 map_id)
{
    struct ring *ring = calloc(1, sizeof(*ring));
    if (!ring)
        return NULL;
    ring->map = bpf_map_get_fd_by_id(map_id);
    ring->program = find_program("fill", map_id);
    if (ring->map >= 0 && ring->program >= 0)
        ring->reader = ring_buffer__new(ring->map, take, ring, NULL);
    if (!ring->reader) {
        ring_close(ring);
        return NULL;
    }
    return ring;
}

int ring_map(struct ring *ring)
{
    return ring->map;
}

/* Writes `wanted` records; returns how many fit, or a negative error number. */
int ring_fill(struct ring *ring, __u32 wanted)
{
    LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = &wanted, .ctx_size_in = sizeof(wanted));
    int error = bpf_prog_test_run_opts(ring->program, &options);
    return error ? error : (int)options.retval;
}

/* Reads all that is there, one C callback a record; returns the number. */
int ring_consume(struct ring *ring)
{
    return ring_buffer__consume(ring->reader);
}

__u64 ring_sum(struct ring *ring)
{
    return ring->sum;
}

static __s64 now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/*
 * Writes records at `rate` a second for `nanos`, whether they fit or not. Sleeps `nap` between them, or spins if that is
 * 0. Returns how many it tried to write, or a negative error number.
 */
__s64 ring_pace(struct ring *ring, __s64 rate, __s64 nanos, __s64 nap)
{
    struct timespec pause = {.tv_nsec = nap};
    __s64 begin = now();
    __s64 tried = 0;
    for (;;) {
        __s64 passed = now() - begin;
        __s64 due = (__s64)((double)(passed < nanos ? passed : nanos) * rate / 1e9) - tried;
        if (due > 0) {
            /* A burst of more than that would measure the pacing and not the reader. */
            __u32 some = due < 1000 ? due : 1000;
            int written = ring_fill(ring, some);
            if (written < 0)
                return written;
            tried += some;
        } else if (passed >= nanos) {
            return tried;
        } else if (nap) {
            nanosleep(&pause, NULL);
        }
        if (passed >= 2 * nanos)
            return tried; /* it cannot go that fast */
    }
}

/* Binds the calling thread to a CPU; 0 or a negative error number. */
int pin_thread(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    return sched_setaffinity(0, sizeof(set), &set) ? -errno : 0;
}

/* The same for all threads of the process, so that those which they start inherit it. */
int pin_process(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks)
        return -errno;
    for (struct dirent *task; (task = readdir(tasks));)
        if (task->d_name[0] != '.')
            sched_setaffinity(atoi(task->d_name), sizeof(set), &set);
    closedir(tasks);
    return 0;
}
