package io.fentry4j.examples.tutorial;

import io.fentry4j.Errno;
import io.fentry4j.annotation.BPF;
import java.time.Duration;

/// What [TutorialLog] does, done right, through a ring buffer: the name is copied while it is
/// there, and the result is the `int` that it is.
///
/// `java --enable-native-access=ALL-UNNAMED -cp examples/target/fentry4j-examples.jar
/// io.fentry4j.examples.tutorial.TutorialRing 10s`, as root, prints for a file, and one that is not
/// there:
///
/// ```
/// rm 254 test_file: deleted
/// rm 255 no_such_file: ENOENT
/// ```
@BPF(license = "Dual BSD/GPL")
public interface TutorialRing {

    String EBPF_PROGRAM =
            """
            #include "fentry4j.h"

            struct removal { __s32 pid; __s32 ret; char comm[16]; char name[256]; };

            RING_BUFFER(removals, struct removal, 256 * 1024);

            /* A thread is inside of one do_unlinkat at most. */
            struct { __uint(type, BPF_MAP_TYPE_TASK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC);
                     __type(key, int); __type(value, struct removal); } calls SEC(".maps");

            SEC("fentry/do_unlinkat") int BPF_PROG(on_entry, int dfd, struct filename *name)
            {
                struct removal *call = bpf_task_storage_get(&calls, bpf_get_current_task_btf(), 0, 1);
                if (call) bpf_probe_read_kernel_str(call->name, sizeof(call->name), name->name);
                return 0;
            }

            SEC("fexit/do_unlinkat")
            int BPF_PROG(on_exit, int dfd, struct filename *freed_by_now, int ret)
            {
                struct removal *call = bpf_task_storage_get(&calls, bpf_get_current_task_btf(), 0, 0);
                if (!call) return 0; /* it was under way when this was attached */
                call->pid = bpf_get_current_pid_tgid() >> 32;
                call->ret = ret;
                bpf_get_current_comm(call->comm, sizeof(call->comm));
                bpf_ringbuf_output(&removals, call, sizeof(*call), 0);
                bpf_task_storage_delete(&calls, bpf_get_current_task_btf());
                return 0;
            }
            """;

    static void main(String[] args) throws InterruptedException {
        try (var open = TutorialRingBpf.open()) {
            open.onEntry().target("do_unlinkat", "filename_unlinkat"); // since Linux 7.0
            open.onExit().target("do_unlinkat", "filename_unlinkat");
            try (var bpf = open.load();
                    var _ = bpf.removals().listen(TutorialRing::print)) {
                bpf.onExit().attach();
                bpf.onEntry().attach();
                Thread.sleep(Duration.parse("PT" + args[0]));
            }
        }
    }

    private static void print(Removal removal) {
        String result = Errno.ofResult(removal.ret()).map(Errno::name).orElse("deleted");
        System.out.printf(
                "%s %d %s: %s%n",
                removal.comm().escaped(), removal.pid(), removal.name().escaped(), result);
    }
}
