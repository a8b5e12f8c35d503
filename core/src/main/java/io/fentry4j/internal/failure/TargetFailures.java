package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.BpfException;
import io.fentry4j.failure.Failure;
import io.fentry4j.failure.KernelBtfMissingException;
import io.fentry4j.failure.TargetNotFoundException;
import io.fentry4j.preflight.Reason;
import io.fentry4j.preflight.TargetReport;
import io.fentry4j.preflight.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Failures to find the function that a program is to be attached to.
public final class TargetFailures {

    private static final Pattern NOT_FOUND =
            Pattern.compile(
                    "failed to find kernel BTF type ID of '([^']*)'|(\\S+) is not found in vmlinux"
                            + " BTF");

    private static final String NO_BTF = "kernel BTF is missing";

    private TargetFailures() {}

    /// The exception, if these messages of libbpf are about a target.
    static Optional<BpfException> find(
            Host host,
            TargetEvidence evidence,
            String operation,
            Errno errno,
            List<String> messages) {
        for (String message : messages) {
            if (message.contains(NO_BTF)) {
                return Optional.of(noKernelBtf(host, operation, messages));
            }
        }
        if (!host.kernelBtf() && messages.stream().anyMatch(m -> m.contains("vmlinux BTF"))) {
            return Optional.of(noKernelBtf(host, operation, messages));
        }
        for (String message : messages) {
            Matcher name = NOT_FOUND.matcher(message);
            if (name.find()) {
                String target = name.group(1) == null ? name.group(2) : name.group(1);
                return Optional.of(
                        notFound(host, evidence, operation, List.of(target), errno, messages));
            }
        }
        return Optional.empty();
    }

    /// The kernel has none of the candidates.
    public static BpfException notFound(
            String operation, List<String> candidates, Errno errno, List<String> messages) {
        return notFound(
                Host.examine(),
                TargetEvidence.ofRunningKernel(),
                operation,
                candidates,
                errno,
                messages);
    }

    static BpfException notFound(
            Host host,
            TargetEvidence evidence,
            String operation,
            List<String> candidates,
            Errno errno,
            List<String> messages) {
        if (!host.kernelBtf()) {
            return noKernelBtf(host, operation, messages);
        }
        Optional<TargetReport> report = evidence.report(candidates.getFirst());
        Optional<Verdict> verdict =
                report.map(TargetReport::fentry)
                        .filter(found -> !found.attachable() && found.reason() != Reason.NOT_FOUND);
        Failure failure =
                Failure.of(
                                operation,
                                "the kernel's BTF has no function '"
                                        + String.join("' or '", candidates)
                                        + "': "
                                        + verdict.map(Verdict::words)
                                                .orElse(
                                                        "it is misspelt, inlined, renamed, or in a"
                                                                + " module that is not loaded"))
                        .errno(errno)
                        .observe("release", host.release())
                        .log(messages);
        Failure explained = verdict.map(known -> Verdicts.add(failure, known)).orElse(failure);
        List<String> names = report.map(TargetReport::suggestions).orElse(List.of());
        if (!names.isEmpty()) {
            explained = explained.advise("did you mean " + String.join(", ", names) + "?");
        }
        return new TargetNotFoundException(
                explained.advice().isEmpty()
                        ? explained.advise("look for the name in /proc/kallsyms")
                        : explained);
    }

    private static BpfException noKernelBtf(Host host, String operation, List<String> messages) {
        return new KernelBtfMissingException(
                Failure.of(operation, "the running kernel shows no BTF")
                        .observe("file", Host.KERNEL_BTF)
                        .observe("release", host.release())
                        .advise("use a kernel built with CONFIG_DEBUG_INFO_BTF=y")
                        .advise("in a container, mount /sys")
                        .advise("use a kprobe, which needs no BTF")
                        .log(messages));
    }
}
