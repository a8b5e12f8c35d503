package io.fentry4j.failure;

import io.fentry4j.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What went wrong, as facts: every [BpfException] carries one.
///
/// @param operation what was tried, such as `load 'Unlink'`
/// @param cause why it failed, in words
/// @param errno the kernel's error number, where there is one
/// @param observed what was looked at to find the cause, as `name=value`
/// @param advice what to do, in the order to try it
/// @param log what libbpf and the verifier said, unchanged
public record Failure(
        String operation,
        String cause,
        Optional<Errno> errno,
        List<String> observed,
        List<String> advice,
        List<String> log) {

    public Failure {
        observed = List.copyOf(observed);
        advice = List.copyOf(advice);
        log = List.copyOf(log);
    }

    /// A failure without further facts; the other methods add them.
    public static Failure of(String operation, String cause) {
        return new Failure(operation, cause, Optional.empty(), List.of(), List.of(), List.of());
    }

    /// Adds the error number.
    public Failure errno(Errno number) {
        return new Failure(operation, cause, Optional.of(number), observed, advice, log);
    }

    /// Adds something that was looked at.
    public Failure observe(String name, Object value) {
        return new Failure(
                operation, cause, errno, with(observed, name + "=" + value), advice, log);
    }

    /// Adds something to do.
    public Failure advise(String text) {
        return new Failure(operation, cause, errno, observed, with(advice, text), log);
    }

    /// Sets the messages of libbpf and the verifier.
    public Failure log(List<String> messages) {
        return new Failure(operation, cause, errno, observed, advice, messages);
    }

    /// Everything but the log in one line: operation, cause, error number, facts, advice.
    public String message() {
        StringBuilder text = new StringBuilder(operation).append(": ").append(cause);
        errno.ifPresent(e ->
                text.append(" (").append(e.name()).append(", ").append(-e.number()).append(')'));
        if (!observed.isEmpty()) {
            text.append(" [").append(String.join(", ", observed)).append(']');
        }
        if (!advice.isEmpty()) {
            text.append(". What to do: ").append(String.join("; ", advice));
        }
        return text.toString();
    }

    private static List<String> with(List<String> list, String item) {
        List<String> longer = new ArrayList<>(list);
        longer.add(item);
        return longer;
    }
}
