package io.fentry4j.internal.failure;

import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.PolicyException;
import io.fentry4j.failure.SourcePosition;
import io.fentry4j.failure.TargetNotTraceableException;
import io.fentry4j.failure.VerifierException;
import io.fentry4j.preflight.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A program that the verifier rejected: because of its target, the machine's configuration, or
/// itself.
record Rejection(Host host, TargetEvidence evidence, FailedLoad load, VerifierLog log) {

    /// The verifier's own words for a function that cannot be traced, whatever the program does.
    private static final List<String> NOT_TRACEABLE =
            List.of(
                    "is not a function",
                    "is not modifiable", // fmod_ret
                    "The function ", // … has N arguments, … arg2 type STRUCT is unsupported
                    "byte return value",
                    "Attaching tracing programs to function",
                    "__noreturn function",
                    "cannot be found");

    /// What a helper that lockdown forbids is said to be, since 6.14 and before.
    private static final Pattern LOCKED_AWAY =
            Pattern.compile("(cannot use helper|unknown func) bpf_probe_read");

    /// Callbacks, calls between functions, kernel functions: what the interpreter cannot do.
    private static final Pattern NEEDS_JIT =
            Pattern.compile("non-JITed program|JIT (is required|does not support)");

    BpfException explain() {
        String summary = log.summary();
        if (NOT_TRACEABLE.stream().anyMatch(summary::contains)) {
            return notTraceable(summary);
        }
        Optional<Verdict> silent =
                log.reason().isPresent()
                        ? Optional.empty()
                        : load.targets().apply(log.program()).flatMap(evidence::obstacle);
        if (silent.isPresent()) {
            // Before 6.15 the kernel refuses functions of its deny list without a word.
            return new TargetNotTraceableException(
                    Verdicts.add(
                            about("the function cannot be traced: " + silent.get().words()),
                            silent.get()));
        }
        if (LOCKED_AWAY.matcher(summary).find() && host.confidential()) {
            return new PolicyException(
                    about("kernel lockdown forbids programs that read kernel memory")
                            .observe("lockdown", host.lockdown())
                            .advise("boot with lockdown=integrity or without lockdown")
                            .advise("leave bpf_probe_read_* and bpf_core_read out of the program"));
        }
        if (LOCKED_AWAY.matcher(summary).find() && host.selinuxEnforcing()) {
            return new PolicyException(
                    about("SELinux probably forbids programs that read kernel memory")
                            .observe("selinux", host.selinux())
                            .observe("lockdown", host.lockdown())
                            .advise("look for the denial: ausearch -m avc -ts recent")
                            .advise("allow the class lockdown { confidentiality } to the domain"));
        }
        if (NEEDS_JIT.matcher(summary).find() && !host.jit().equals("1")) {
            return new PolicyException(
                    LoadFailures.jitOff(load, host).observe("program", log.program()));
        }
        return rejected(summary);
    }

    private BpfException notTraceable(String summary) {
        Failure failure = about("the function cannot be traced: " + summary);
        Optional<Verdict> verdict = load.targets().apply(log.program()).flatMap(evidence::obstacle);
        return new TargetNotTraceableException(
                verdict.map(known -> Verdicts.add(failure, known))
                        .orElse(failure)
                        .advise("attach to a caller of the function, or use a kprobe"));
    }

    private BpfException rejected(String summary) {
        Optional<SourcePosition> position = RejectedLine.find(log.text(), load.lines().get());
        String place = position.map(p -> " at " + p + ", " + p.text()).orElse("");
        Failure failure =
                load.because(
                        "the verifier rejected '%s'%s: %s"
                                .formatted(log.program(), place, summary));
        return new VerifierException(
                VerifierAdvice.about(log)
                        .map(failure::advise)
                        .orElse(failure)
                        .advise("read the verifier's log, verifierLog(), from its end"),
                log.program(),
                summary,
                log.text(),
                position);
    }

    private Failure about(String cause) {
        Failure failure = load.because(cause).observe("program", log.program());
        return load.targets()
                .apply(log.program())
                .map(target -> failure.observe("target", target))
                .orElse(failure);
    }
}
