package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.FeatureUnsupportedException;
import io.fentry4j.failure.KernelException;
import java.util.List;
import java.util.Optional;

/// Turns the errno of a failed attach into the failure that names the cause.
public final class AttachFailures {

    private AttachFailures() {}

    /// The exception for `bpf_program__attach_trace`.
    ///
    /// @param error the negative errno that libbpf reported
    public static BpfException explain(
            String operation, int error, boolean cookie, List<String> messages) {
        String target = operation.substring(operation.lastIndexOf(' ') + 1);
        return explain(
                new Attachment(operation, Mechanism.TRAMPOLINE, target, cookie), error, messages);
    }

    /// The exception for any attach.
    ///
    /// @param error the negative errno that libbpf reported
    public static BpfException explain(Attachment attachment, int error, List<String> messages) {
        return explain(
                new AttachProblem(
                        Host.examine(),
                        TargetEvidence.ofRunningKernel(),
                        attachment,
                        new Errno(-error),
                        messages));
    }

    static BpfException explain(AttachProblem problem) {
        Mechanism mechanism = problem.attachment().mechanism();
        Optional<BpfException> cause =
                switch (mechanism) {
                    case TRAMPOLINE -> TrampolineFailures.find(problem);
                    case KPROBE -> KprobeFailures.find(problem);
                    case TRACEFS -> TracefsFailures.find(problem);
                    case KPROBE_MULTI -> KprobeFailures.findMulti(problem);
                    case TRACEPOINT -> TracepointFailures.find(problem);
                    case RAW_TRACEPOINT -> TracepointFailures.findRaw(problem);
                    case OTHER -> findOther(problem);
                };
        return cause.orElseGet(() -> inGeneral(problem, mechanism.gate()));
    }

    private static BpfException inGeneral(AttachProblem problem, Refusal.Gate gate) {
        if (problem.is(Errno.EPERM, Errno.EACCES)) {
            return problem.refusal(gate).explain();
        }
        return new KernelException(
                problem.because("the kernel refused: " + problem.errno().meaning())
                        .advise("read libbpf's messages in failure().log()"));
    }

    private static Optional<BpfException> findOther(AttachProblem problem) {
        return problem.is(Errno.EOPNOTSUPP)
                ? Optional.of(
                        new FeatureUnsupportedException(
                                problem.because(
                                                "such a program does not attach by its section alone")
                                        .advise(
                                                "attach it with the tool for its kind: ip or tc for a"
                                                        + " network device, bpftool for a cgroup")))
                : Optional.empty();
    }
}
