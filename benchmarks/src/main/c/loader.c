/*
 * The loader in C that the Java is held against: opens an object, loads some of its programs, attaches them.
 *
 * loader cycles OBJECT COUNT PROGRAM...   prints "<attach ns> <detach ns>" COUNT times
 * loader event OBJECT PROGRAM...          prints a line when the ring "events" has its first record
 * loader record OBJECT                    runs "fill" for one record, prints a line when "measurements" has it
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static struct bpf_object *load(const char *file, int count, char **programs)
{
    struct bpf_object *object = bpf_object__open_file(file, NULL);
    if (!object)
        fail("open");
    for (int i = 0; i < count; i++) {
        struct bpf_program *program = bpf_object__find_program_by_name(object, programs[i]);
        if (!program)
            fail(programs[i]);
        bpf_program__set_autoload(program, true);
    }
    if (bpf_object__load(object))
        fail("load");
    return object;
}

static void attach(struct bpf_object *object, int count, char **programs, struct bpf_link **links)
{
    for (int i = 0; i < count; i++) {
        links[i] = bpf_program__attach(bpf_object__find_program_by_name(object, programs[i]));
        if (!links[i])
            fail("attach");
    }
}

static int first(void *context, void *data, size_t size)
{
    (void)context;
    (void)data;
    (void)size;
    puts("first");
    exit(fflush(stdout));
}

static struct ring_buffer *reader(struct bpf_object *object, const char *map)
{
    struct ring_buffer *ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, map), first, NULL, NULL);
    if (!ring)
        fail("ring buffer");
    return ring;
}

int main(int count, char **arguments)
{
    struct bpf_link *links[16];
    if (count >= 5 && count < 20 && !strcmp(arguments[1], "cycles")) {
        for (int cycles = atoi(arguments[3]); cycles > 0; cycles--) {
            long long begin = now();
            struct bpf_object *object = load(arguments[2], count - 4, arguments + 4);
            attach(object, count - 4, arguments + 4, links);
            long long attached = now();
            for (int i = 0; i < count - 4; i++)
                bpf_link__destroy(links[i]);
            bpf_object__close(object);
            printf("%lld %lld\n", attached - begin, now() - attached);
        }
        return 0;
    }
    if (count >= 4 && count < 19 && !strcmp(arguments[1], "event")) {
        struct bpf_object *object = load(arguments[2], count - 3, arguments + 3);
        struct ring_buffer *ring = reader(object, "events");
        attach(object, count - 3, arguments + 3, links);
        while (ring_buffer__poll(ring, -1) >= 0)
            ;
        fail("poll");
    }
    if (count == 3 && !strcmp(arguments[1], "record")) {
        __u32 wanted = 1;
        LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = &wanted, .ctx_size_in = sizeof(wanted));
        struct bpf_object *object = load(arguments[2], 0, NULL);
        struct ring_buffer *ring = reader(object, "measurements");
        struct bpf_program *program = bpf_object__find_program_by_name(object, "fill");
        if (bpf_prog_test_run_opts(bpf_program__fd(program), &options))
            fail("run");
        ring_buffer__consume(ring);
        fail("consume");
    }
    fputs("usage: in loader.c\n", stderr);
    return 64;
}
