package io.fentry4j.internal.doctor;

import static io.fentry4j.doctor.CheckStatus.UNKNOWN;
import static io.fentry4j.doctor.CheckStatus.WARNING;

import io.fentry4j.PreemptionModel;
import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import java.util.Locale;
import java.util.Set;

/// Whether a fentry program can lose the CPU in its midst: [PreemptionModel] says what follows.
final class Preemption {

    private static final String SOURCE = "/sys/kernel/debug/sched/preempt";

    private static final String CAN_MISS =
            "a fentry or fexit program can be preempted, and the kernel then skips it for other tasks"
                    + " on that CPU until it goes on: under contention for the CPUs calls are missed"
                    + " (recursion_misses counts them); kprobes run with preemption off and miss none";

    private Preemption() {}

    static Check check(HostFacts facts) {
        PreemptionModel model = facts.preemption();
        Check check =
                Check.ok(CheckName.PREEMPTION)
                        .saw("model", model.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (model == PreemptionModel.UNKNOWN) {
            return unknown(facts, check);
        }
        return model.skipsTracingPrograms()
                ? check.because(WARNING, CAN_MISS)
                        .fix(
                                "watch the program's recursion misses; where no call may be missed,"
                                        + " use a kprobe")
                : check;
    }

    /// Lockdown, in both modes, closes the files of debugfs that can be written.
    private static Check unknown(HostFacts facts, Check check) {
        boolean locked = Set.of("integrity", "confidentiality").contains(facts.host().lockdown());
        String why = locked ? " cannot be read under lockdown" : " cannot be read";
        Check unknown =
                check.because(
                        UNKNOWN,
                        SOURCE
                                + why
                                + "; with full or lazy preemption fentry and fexit can miss calls"
                                + " while tasks compete for a CPU");
        return locked
                ? unknown
                : unknown.fix(
                        "mount -t debugfs debugfs /sys/kernel/debug, and run the doctor as root");
    }
}
