/* Processes that end after one deletion. */
#include "workload.h"
#include <fcntl.h>
#include <unistd.h>

void run_tasks(int count)
{
    for (int i = 0; i < count; i++) {
        if (!fork_or_end()) {
            unlink("/run/task: no such file");
            _exit(0);
        }
        wait_for_children();
    }
}
