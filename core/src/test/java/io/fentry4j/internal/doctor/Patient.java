package io.fentry4j.internal.doctor;

import io.fentry4j.PreemptionModel;
import io.fentry4j.btf.BtfType;
import io.fentry4j.btf.KernelFunction;
import io.fentry4j.doctor.DoctorReport;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.LibbpfUnavailableException;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.internal.failure.Host;
import io.fentry4j.internal.libbpf.LibbpfVersion;
import io.fentry4j.internal.program.ProgramKind;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A machine that is well, with setters for what it can suffer from.
final class Patient implements Probes {

    static final long ALL_CAPABILITIES = 0x1ff_ffff_ffffL;

    Host host = host(ALL_CAPABILITIES, false, "none", true);
    String arch = "amd64";
    PreemptionModel preemption = PreemptionModel.COOPERATIVE;
    Optional<HostFacts.BtfFile> btf = Optional.of(new HostFacts.BtfFile(5_000_000, 0xeb9f));
    Optional<String> jit = Optional.of("1");
    boolean filterFunctions = true;
    boolean libbpf = true;
    TargetReport target = target("do_unlinkat", Reason.TRACEABLE, Optional.of(function()));
    Attempt fentry = Attempt.WORKED;
    Attempt fexit = Attempt.WORKED;
    Attempt memory = Attempt.WORKED;
    Attempt kprobe = Attempt.WORKED;
    String kprobeNeeds = "";
    Sighting sighting = new Sighting(Optional.empty(), 1, 1, 1, 0);

    DoctorReport examine() {
        return examine("do_unlinkat");
    }

    DoctorReport examine(String function) {
        return new Examination(
                        () ->
                                new HostFacts(
                                        host,
                                        arch,
                                        preemption,
                                        btf,
                                        jit,
                                        Optional.of("2"),
                                        filterFunctions),
                        this::version,
                        name -> name.equals("old_name") ? renamed(name) : target,
                        () -> this)
                .run(function);
    }

    static Host host(long capabilities, boolean seccomp, String lockdown, boolean initial) {
        return host("6.12.1", capabilities, seccomp, lockdown, initial);
    }

    static Host host(
            String release, long capabilities, boolean seccomp, String lockdown, boolean initial) {
        Map<String, String> files =
                Map.of(
                        "/proc/sys/kernel/osrelease",
                        release,
                        "/proc/thread-self/status",
                        "CapEff:\t%016x\nSeccomp:\t%d".formatted(capabilities, seccomp ? 2 : 0),
                        "/sys/kernel/security/lockdown",
                        "[" + lockdown + "]",
                        "/sys/kernel/security/lsm",
                        "capability",
                        "/proc/self/uid_map",
                        initial ? "0 0 4294967295" : "0 1000 1");
        return new Host(path -> Optional.ofNullable(files.get(path)), true);
    }

    static KernelFunction function() {
        return new KernelFunction(
                new BtfType.Func(7, "do_unlinkat", 6, BtfType.Linkage.STATIC),
                "int do_unlinkat(int dfd, struct filename *name)",
                List.of(),
                new KernelFunction.Returns("int", 1, 4, true, 2),
                Optional.empty(),
                1);
    }

    /// A report with the same reason for all mechanisms, and suggestions.
    static TargetReport target(
            String name, Reason reason, Optional<KernelFunction> function, String... suggestions) {
        Verdict verdict = new Verdict(reason, reason.toString(), List.of(), advice(reason));
        return new TargetReport(
                name,
                name,
                Optional.empty(),
                function,
                verdict,
                verdict,
                verdict,
                List.of(suggestions));
    }

    private static List<String> advice(Reason reason) {
        return switch (reason) {
            case TRACEABLE -> List.of();
            case ONLY_OPTIMIZED_COPIES -> List.of("put a kprobe on a copy", "trace a caller of it");
            default -> List.of("trace a caller of it");
        };
    }

    private static TargetReport renamed(String name) {
        return target(name, Reason.RENAMED, Optional.empty(), "do_unlinkat");
    }

    private LibbpfVersion version() {
        if (!libbpf) {
            throw new LibbpfUnavailableException(
                    Failure.of("load libbpf", "the library was not found")
                            .advise("apt install libbpf1"));
        }
        return new LibbpfVersion("v1.1", "/usr/lib/libbpf.so.1");
    }

    static Attempt notTraceable() {
        return Attempt.notAttached(
                new TargetNotTraceableException(Failure.of("attach", "no probe can be put there")));
    }

    @Override
    public Attempt trace(ProgramKind kind, Target target) {
        return kind == ProgramKind.FENTRY ? fentry : fexit;
    }

    @Override
    public Attempt readMemory(Target target) {
        return memory;
    }

    @Override
    public Attempt kprobe(String symbol) {
        return symbol.contains(kprobeNeeds) ? kprobe : notTraceable();
    }

    @Override
    public Sighting deleteFile(Target target, boolean fexit) {
        return sighting;
    }
}
