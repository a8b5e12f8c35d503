package io.fentry4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When the running kernel lets another task have the CPU while kernel code runs.
///
/// It decides whether fentry and fexit see every call. A BPF trampoline runs a program with
/// preemption on, and one at a time on a CPU (`prog->active`, `kernel/bpf/trampoline.c`). Where the
/// kernel preempts the program's task in its midst, the program is skipped for every other task on
/// that CPU until that task goes on; the skipped calls are counted in
/// [ProgramStatistics#recursionMisses()]. Measured with eight threads that delete files on two
/// emulated CPUs of Linux 6.12 with `PREEMPT_RT`: 5,768 of 40,000 calls skipped. The programs of
/// kprobes and tracepoints run with preemption off, and are not skipped for that reason.
public enum PreemptionModel {
    /// Kernel code gives up the CPU at chosen places only: `none` or `voluntary`.
    COOPERATIVE,
    /// Kernel code is preempted when its time is over: `lazy`, since Linux 6.13.
    LAZY,
    /// Kernel code is preempted at any time: `full`.
    FULL,
    /// `PREEMPT_RT`: like [#FULL], and most locks and interrupts are preempted too.
    REAL_TIME,
    /// The kernel can be any of these (`PREEMPT_DYNAMIC`), and debugfs, where it tells, cannot be
    /// read.
    UNKNOWN;

    private static final Path BUILD = Path.of("/proc/sys/kernel/version");
    private static final Path DYNAMIC = Path.of("/sys/kernel/debug/sched/preempt");
    private static final Pattern CHOSEN = Pattern.compile("\\((\\w+)\\)");

    /// The running kernel's.
    public static PreemptionModel ofRunningKernel() {
        return of(read(BUILD).orElse(""), read(DYNAMIC));
    }

    /// @param build the kernel's version as `uname -v` prints it
    /// @param dynamic what `sched/preempt` in debugfs says: all models, the chosen one in
    ///   parentheses
    static PreemptionModel of(String build, Optional<String> dynamic) {
        Set<String> words = Set.copyOf(java.util.List.of(build.split("\\s+")));
        if (words.contains("PREEMPT_RT")) {
            return REAL_TIME;
        }
        Matcher chosen = CHOSEN.matcher(dynamic.orElse(""));
        if (chosen.find()) {
            return switch (chosen.group(1)) {
                case "none", "voluntary" -> COOPERATIVE;
                case "lazy" -> LAZY;
                default -> FULL;
            };
        }
        if (words.contains("PREEMPT_DYNAMIC")) {
            return UNKNOWN;
        }
        return words.contains("PREEMPT") ? FULL : COOPERATIVE;
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Whether the kernel can skip a fentry or fexit program because another task was preempted in
    /// it; false if it is not known.
    public boolean skipsTracingPrograms() {
        return this == LAZY || this == FULL || this == REAL_TIME;
    }
}
