package io.fentry4j.examples.tutorial;

import io.fentry4j.annotation.BPF;
import io.fentry4j.tracelog.TraceEntry;
import io.fentry4j.tracelog.TraceLine;
import io.fentry4j.tracelog.TracePipe;
import java.time.Duration;

/// What tutorials about fentry show, with their two mistakes: lines of text in the kernel's trace
/// log, read back here.
///
/// `java --enable-native-access=ALL-UNNAMED -cp examples/target/fentry4j-examples.jar
/// io.fentry4j.examples.tutorial.TutorialLog 10s`, as root, prints for `rm no_such_file`, where
/// freed memory is cleared (`init_on_free=1`):
///
/// ```
/// rm fentry: pid = 228, filename = no_such_file
/// rm fexit: pid = 228, filename = , ret = 4294967294
/// ```
///
/// At the exit the name is gone, and -2 (`ENOENT`) has become 4294967294: see
/// `docs/command-line.md`, and [TutorialRing] for the same without the mistakes.
@BPF(license = "Dual BSD/GPL")
public interface TutorialLog {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            SEC("fentry/do_unlinkat")
            int BPF_PROG(print_entry, int dfd, struct filename *name)
            {
                int pid = bpf_get_current_pid_tgid() >> 32;
                bpf_printk("fentry: pid = %d, filename = %s\\n", pid, name->name);
                return 0;
            }

            SEC("fexit/do_unlinkat")
            int BPF_PROG(print_exit, int dfd, struct filename *name, long ret)
            {
                int pid = bpf_get_current_pid_tgid() >> 32;
                bpf_printk("fexit: pid = %d, filename = %s, ret = %ld\\n", pid, name->name, ret);
                return 0;
            }
            """;

    static void main(String[] args) {
        Duration time = Duration.parse("PT" + args[0]);
        try (var open = TutorialLogBpf.open()) {
            open.printEntry().target("do_unlinkat", "filename_unlinkat"); // since Linux 7.0
            open.printExit().target("do_unlinkat", "filename_unlinkat");
            try (var bpf = open.load();
                    var log = TracePipe.open()) {
                bpf.printExit().attach();
                bpf.printEntry().attach();
                long end = System.nanoTime() + time.toNanos();
                while (System.nanoTime() < end) {
                    log.poll(Duration.ofNanos(end - System.nanoTime()), TutorialLog::print);
                }
            }
        }
    }

    private static void print(TraceEntry entry) {
        if (entry instanceof TraceLine line && line.event().equals(TraceLine.BPF_PRINTK)) {
            System.out.println(line.comm().escaped() + " " + line.text().escaped());
        }
    }
}
