/* The command line: workload COMMAND JOURNAL-FOLDER [ARGUMENT...] */
#include "workload.h"
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int main(int count, char **arguments)
{
    const char *command = count > 1 ? arguments[1] : "";

    umask(0);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count > 2)
        keep_initial_namespaces(arguments[2]);
    if (count == 5 && !strcmp(command, "mixed"))
        run_mixed(arguments[3], atoi(arguments[4]));
    else if (count == 4 && !strcmp(command, "names"))
        run_names(arguments[3]);
    else if (count == 4 && !strcmp(command, "places"))
        run_places(arguments[3]);
    else if (count == 4 && !strcmp(command, "tasks"))
        run_tasks(atoi(arguments[3]));
    else if (count == 4 && !strcmp(command, "calls"))
        run_calls(arguments[3]);
    else if (count == 2 && !strcmp(command, "flood"))
        run_flood();
    else
        errx(64, "usage: workload flood | mixed JOURNAL BASE COUNT | names JOURNAL BASE | places JOURNAL BASE | "
                 "calls JOURNAL BASE | tasks JOURNAL COUNT");
    return 0;
}
