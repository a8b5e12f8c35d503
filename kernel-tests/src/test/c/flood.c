/* As many deletions as asked for, one after the other and without anything else: a number of them for each line of
 * standard input, answered with the nanoseconds that they took. First the process says its id. */
#include "workload.h"
#include <stdlib.h>
#include <unistd.h>

void run_flood(void)
{
    char line[32];

    printf("%d\n", getpid());
    while (fgets(line, sizeof(line), stdin)) {
        long count = atol(line);
        unsigned long before = now();

        for (long i = 0; i < count; i++)
            unlink("/run/flood: no such file");
        printf("%lu\n", now() - before);
    }
}
