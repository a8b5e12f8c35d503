package io.fentry4j.examples.own;

import io.fentry4j.annotation.BPF;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// A probe of one's own, C in a Java class: which processes a command starts.
///
/// `java --enable-native-access=ALL-UNNAMED -cp examples/target/fentry4j-examples.jar
/// io.fentry4j.examples.own.OwnProbe sh -c 'true | (sleep 0.1)'` as root prints
///
/// ```
/// java (391) starts 412
/// sh (412) starts 413
/// sh (412) starts 414
/// ```
@BPF(license = "GPL")
public interface OwnProbe {

    // clang compiles this when javac compiles the class; OwnProbeBpf and Start come out of it.
    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct start { __s32 parent; __s32 child; char comm[16]; };

            RING_BUFFER(starts, struct start, 64 * 1024);

            SEC("fentry/wake_up_new_task") int BPF_PROG(task_starts, struct task_struct *task)
            {
                struct start start = { .child = task->tgid };
                if (task->pid != task->tgid) return 0; /* a thread of a process that runs already */
                start.parent = bpf_get_current_pid_tgid() >> 32;
                bpf_get_current_comm(start.comm, sizeof(start.comm));
                bpf_ringbuf_output(&starts, &start, sizeof(start), 0);
                return 0;
            }
            """;

    static void main(String[] args) throws IOException, InterruptedException {
        Set<Integer> family = new HashSet<>(Set.of((int) ProcessHandle.current().pid()));
        try (var bpf = OwnProbeBpf.open().load()) {
            bpf.starts()
                    .listen(start -> {
                        if (family.contains(start.parent())) {
                            family.add(start.child());
                            System.out.printf(
                                    "%s (%d) starts %d%n",
                                    start.comm().escaped(), start.parent(), start.child());
                        }
                    });
            bpf.taskStarts().attach();
            new ProcessBuilder(args).inheritIO().start().waitFor();
        }
    }
}
