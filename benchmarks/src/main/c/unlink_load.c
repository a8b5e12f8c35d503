/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deletes, and prints what a call of unlink takes: unlink_load FOLDER CALLS
 *
 * One line a workload: its name, a tab, and the median in nanoseconds, the two readings of the clock
 * included. The median is of the calls alone; what other processes do with what they learnt is not in
 * it, because this one runs with a real-time priority, which on one CPU keeps readers waiting until
 * a batch has ended. Batches are short: the ring of bcc's filelife holds 31 events.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 20 };

static char missing[512], existing[512];

static void die(const char *what)
{
	fprintf(stderr, "unlink_load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void make(void)
{
	int fd = open(existing, O_CREAT | O_EXCL | O_WRONLY, 0600);

	if (fd < 0)
		die(existing);
	close(fd);
}

static long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000L + time.tv_nsec;
}

static long timed_unlink(const char *path, int expected)
{
	long before = now();
	int result = unlink(path);
	long took = now() - before;

	if (result != expected)
		die(path);
	return took;
}

/* Readers, and the kernel's threads that refill its memory, get the processor for this long. */
static void let_others_run(void)
{
	struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };

	nanosleep(&pause, NULL);
}

static int compare(const void *left, const void *right)
{
	long a = *(const long *)left, b = *(const long *)right;

	return a < b ? -1 : a > b;
}

static void print_median(const char *workload, long *times, int count)
{
	qsort(times, count, sizeof(*times), compare);
	printf("%s\t%ld\n", workload, times[count / 2]);
}

/* Also of the first calls of the batches: those find the readers asleep. */
static void measure(const char *workload, const char *after_pause, int files, int calls)
{
	int batches = (calls + BATCH - 1) / BATCH;
	long *all = calloc(batches * BATCH, sizeof(*all)), *first = calloc(batches, sizeof(*first));

	if (!all || !first)
		die("memory");
	for (int batch = 0; batch < batches; batch++) {
		let_others_run();
		for (int i = 0; i < BATCH; i++) {
			if (files)
				make();
			all[batch * BATCH + i] = files ? timed_unlink(existing, 0) : timed_unlink(missing, -1);
		}
		first[batch] = all[batch * BATCH];
	}
	print_median(workload, all, batches * BATCH);
	if (after_pause)
		print_median(after_pause, first, batches);
	free(all);
	free(first);
}

/* A process that deletes once and ends, as `rm` does. */
static void measure_first(const char *workload, int processes)
{
	long *times = calloc(processes, sizeof(*times));
	int ends[2];

	if (!times || pipe(ends))
		die("pipe");
	for (int i = 0; i < processes; i++) {
		pid_t child = fork();

		if (child < 0)
			die("fork");
		if (!child) {
			now();
			long took = timed_unlink(missing, -1);
			_exit(write(ends[1], &took, sizeof(took)) != sizeof(took));
		}
		if (read(ends[0], &times[i], sizeof(*times)) != sizeof(*times))
			die("read");
		waitpid(child, NULL, 0);
		let_others_run();
	}
	print_median(workload, times, processes);
	free(times);
}

int main(int count, char **arguments)
{
	struct sched_param real_time = { .sched_priority = 1 };
	int calls;

	if (count != 3 || (calls = atoi(arguments[2])) < 1) {
		fprintf(stderr, "usage: unlink_load FOLDER CALLS\n");
		return 64;
	}
	snprintf(missing, sizeof(missing), "%s/a-missing-f.txt", arguments[1]);
	snprintf(existing, sizeof(existing), "%s/a-file-name.txt", arguments[1]);
	unlink(existing);
	/* Where it is not allowed, readers may interrupt: the median hides most of that. */
	sched_setscheduler(0, SCHED_FIFO, &real_time);
	for (int i = 0; i < 4; i++)
		unlink(missing);
	measure("failing unlink", "failing unlink after a pause", 0, calls);
	measure("tmpfs unlink", NULL, 1, calls);
	measure_first("first unlink of a process", calls / BATCH + 1);
	return 0;
}
