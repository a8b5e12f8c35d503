package io.fentry4j.internal.failure;

import io.fentry4j.Errno;
import io.fentry4j.failure.Failure;
import io.fentry4j.internal.elf.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A load that failed.
///
/// @param operation what was tried, such as `load 'Unlink'`
/// @param messages what libbpf and the verifier said
/// @param lines reads the object's line information
/// @param targets the function that a program, by its name, is to be attached to
record FailedLoad(
        String operation,
        Errno errno,
        List<String> messages,
        Supplier<List<SourceLine>> lines,
        Function<String, Optional<String>> targets) {

    /// The facts that every failure of a load has; the release and advice are to be added.
    Failure because(String cause) {
        return Failure.of(operation, cause).errno(errno).log(messages);
    }
}
