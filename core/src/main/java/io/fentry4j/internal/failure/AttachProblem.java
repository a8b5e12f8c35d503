package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.Failure;
import io.fentry4j.preflight.Verdict;
import java.util.List;

/// A failed attach with all that is known about it.
///
/// @param messages what libbpf said
record AttachProblem(
        Host host,
        TargetEvidence evidence,
        Attachment attachment,
        Errno errno,
        List<String> messages) {

    String operation() {
        return attachment.operation();
    }

    String target() {
        return attachment.target();
    }

    /// The functions of a link to many; none if there are too many to name them.
    List<String> targets() {
        return target().contains(" functions from ")
                ? List.of()
                : List.of(target().split(", ", -1));
    }

    boolean is(Errno... numbers) {
        return List.of(numbers).contains(errno);
    }

    /// The facts that every failure of an attach has; advice is to be added.
    Failure because(String cause) {
        return Failure.of(operation(), cause)
                .errno(errno)
                .observe("release", host.release())
                .log(messages);
    }

    /// As the preflight words it.
    Failure because(String start, Verdict verdict) {
        return Verdicts.add(because(start + verdict.words()), verdict);
    }

    /// What to say where somebody refused, and did not say who.
    Refusal refusal(Refusal.Gate gate) {
        return new Refusal(host, operation(), errno, gate, messages);
    }
}
