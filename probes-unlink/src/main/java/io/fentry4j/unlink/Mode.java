package io.fentry4j.unlink;

import io.fentry4j.PreemptionModel;
import java.util.List;

/// How a probe is attached to its function. The events are the same.
public enum Mode {
    /// fentry and fexit, of which an empty program takes a third of the instructions that an empty
    /// kprobe's or kretprobe's takes (Linux 6.1 and 6.12). On a kernel that preempts kernel code
    /// ([PreemptionModel]) the kernel skips a program while another task of the CPU is preempted in
    /// it. There each program has eight copies, which take turns, and a call is missed, and counted
    /// as missed, only if the kernel skips all eight: none of 60,220 calls by a crowd of threads
    /// and processes on Linux 6.12-rt, where one copy missed 4,037.
    FENTRY("fentry, fexit"),

    /// kprobe and kretprobe. The kernel sees the end of as many calls at a time as it has room for
    /// ([UnlinkProbe#maxActive()]): 4,096, for which it takes 0.3 MB of memory a function on two
    /// CPUs, where the probe can ask for it by tracefs, and otherwise the larger of 10 and two for
    /// each CPU. The others are counted as unpaired: up to 61 of 60,220 calls by a crowd of threads
    /// with room for ten, none of 12,030 with room for 4,096 (Linux 6.12-rt). A return does not
    /// tell its call's arguments: if the kernel skipped an entry (counted as missed) after it had
    /// skipped the same thread's last return, the event has that call's name.
    KPROBE("kprobe, kretprobe");

    private final String programs;

    Mode(String programs) {
        this.programs = programs;
    }

    /// The mode that misses least on such a kernel, and the other one.
    static List<Mode> order(PreemptionModel model) {
        return model.skipsTracingPrograms() ? List.of(KPROBE, FENTRY) : List.of(FENTRY, KPROBE);
    }

    /// The kinds of its programs, such as `fentry, fexit`.
    @Override
    public String toString() {
        return programs;
    }
}
