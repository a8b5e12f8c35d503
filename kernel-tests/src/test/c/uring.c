/* Deletions by io_uring, with its system calls only: the kernel's worker threads make the calls. */
#include "workload.h"
#include <err.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BATCH 64

struct ring {
    int fd;
    unsigned *submitted; /* tail of the submission queue */
    unsigned *taken;     /* head of the completion queue */
    unsigned *completed; /* tail of the completion queue */
    unsigned submission_mask;
    unsigned completion_mask;
    unsigned *order;
    struct io_uring_sqe *submissions;
    struct io_uring_cqe *completions;
};

struct request {
    struct attempt attempt;
    char *path;
    char *last;
    bool done;
};

static void *map(int fd, size_t size, off_t offset)
{
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);
    if (at == MAP_FAILED)
        err(1, "map io_uring");
    return at;
}

static struct ring open_ring(void)
{
    struct io_uring_params parameters = {0};
    struct ring ring = {.fd = (int)syscall(SYS_io_uring_setup, BATCH, &parameters)};
    char *submission, *completion;

    if (ring.fd < 0)
        err(1, "io_uring_setup");
    submission = map(ring.fd, parameters.sq_off.array + parameters.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
    completion = map(ring.fd, parameters.cq_off.cqes + parameters.cq_entries * sizeof(struct io_uring_cqe),
                     IORING_OFF_CQ_RING);
    ring.submissions = map(ring.fd, parameters.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
    ring.submitted = (unsigned *)(submission + parameters.sq_off.tail);
    ring.submission_mask = *(unsigned *)(submission + parameters.sq_off.ring_mask);
    ring.order = (unsigned *)(submission + parameters.sq_off.array);
    ring.taken = (unsigned *)(completion + parameters.cq_off.head);
    ring.completed = (unsigned *)(completion + parameters.cq_off.tail);
    ring.completion_mask = *(unsigned *)(completion + parameters.cq_off.ring_mask);
    ring.completions = (struct io_uring_cqe *)(completion + parameters.cq_off.cqes);
    return ring;
}

static void submit(struct ring *ring, const struct attempt *attempt, int number)
{
    unsigned tail = *ring->submitted;
    unsigned index = tail & ring->submission_mask;
    struct io_uring_sqe *entry = &ring->submissions[index];

    memset(entry, 0, sizeof(*entry));
    entry->opcode = IORING_OP_UNLINKAT;
    entry->fd = attempt->dirfd;
    entry->addr = (unsigned long)attempt->name;
    entry->unlink_flags = attempt->call == REMOVEDIR ? AT_REMOVEDIR : 0;
    entry->user_data = number;
    ring->order[index] = index;
    __atomic_store_n(ring->submitted, tail + 1, __ATOMIC_RELEASE);
}

/* Files that are there and files that are not, by directory and by path; directories too. */
static struct request make_request(const char *base, const char *worker, int folder, int i)
{
    struct request request = {.last = name_number(worker, i)};

    request.path = format("%s/%s/%s", base, worker, request.last);
    request.attempt = (struct attempt){"io_uring", UNLINKAT, AT_FDCWD, request.path, request.path, RESOLVED};
    if (i % 4 == 3)
        request.attempt.call = REMOVEDIR;
    if (i % 2) {
        request.attempt.dirfd = folder;
        request.attempt.name = request.last;
    }
    if (i % 8 < 4 && request.attempt.call == REMOVEDIR)
        make_directory(folder, request.last);
    else if (i % 8 < 4)
        make_file(folder, request.last);
    return request;
}

/* The calls are made by worker threads of the process: named for the thread that submits, their ids are not known. */
static struct task worker_of(const struct task *submitter)
{
    struct task task = *submitter;

    task.tid = 0;
    task.thread_start = 0;
    snprintf(task.comm, sizeof(task.comm), "iou-wrk-%d", submitter->tid);
    return task;
}

static void run_batch(struct ring *ring, struct journal *journal, struct request *requests, int count)
{
    struct task task = worker_of(&journal->task);
    unsigned long before = now();
    unsigned head = *ring->taken;

    for (int i = 0; i < count; i++)
        submit(ring, &requests[i].attempt, i);
    if (syscall(SYS_io_uring_enter, ring->fd, count, count, IORING_ENTER_GETEVENTS, NULL, 0) != count)
        err(1, "io_uring_enter");
    while (__atomic_load_n(ring->completed, __ATOMIC_ACQUIRE) - head < (unsigned)count)
        if (syscall(SYS_io_uring_enter, ring->fd, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
            err(1, "wait for io_uring");
    for (int i = 0; i < count; i++) {
        struct io_uring_cqe *completion = &ring->completions[(head + i) & ring->completion_mask];
        struct request *request = &requests[completion->user_data];

        if (request->done)
            errx(1, "io_uring completed a request twice");
        request->done = true;
        note(journal, &task, &request->attempt, completion->res, before, now());
    }
    __atomic_store_n(ring->taken, head + count, __ATOMIC_RELEASE);
}

void delete_by_io_uring(struct journal *journal, const char *base, const char *worker, int count)
{
    struct ring ring = open_ring();
    int folder;

    make_directory(AT_FDCWD, worker);
    folder = open_directory(worker);
    for (int done = 0; done < count;) {
        struct request requests[BATCH];
        int batch = count - done < BATCH ? count - done : BATCH;

        for (int i = 0; i < batch; i++)
            requests[i] = make_request(base, worker, folder, done + i);
        run_batch(&ring, journal, requests, batch);
        for (int i = 0; i < batch; i++) {
            free(requests[i].path);
            free(requests[i].last);
        }
        done += batch;
    }
    close(folder);
    close(ring.fd);
}
