package io.fentry4j.internal.failure;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The verifier's log of one program, found among libbpf's messages.
///
/// @param program the program's name
/// @param text the whole log
record VerifierLog(String program, String text) {

    private static final Pattern LOG =
            Pattern.compile(
                    "prog '([^']*)': -- BEGIN PROG LOAD LOG --\n(.*)-- END PROG LOAD LOG --",
                    Pattern.DOTALL);

    /// Lines that say how much was verified, or where, but not what is wrong.
    private static final Pattern NOT_A_REASON =
            Pattern.compile(
                    "processed \\d+ insns.*|verification time .*|stack depth .*|;.*|\\d+: .*"
                            + "|R\\d+(_\\w+)?=.*|(cur|old) state:.*|from \\d+ to .*|max_states.*"
                            + "|peak_states.*|\\s*|mark_precise.*|last_idx.*|regs=.*|parent .*|func#.*"
                            + "|func '.*' arg\\d+ has btf_id .*|reg type unsupported for arg.*");

    static Optional<VerifierLog> in(List<String> messages) {
        for (String message : messages) {
            Matcher log = LOG.matcher(message);
            if (log.find()) {
                return Optional.of(new VerifierLog(log.group(1), log.group(2).stripTrailing()));
            }
        }
        return Optional.empty();
    }

    /// The reason in one line, if there is one: the last line that is neither an instruction, nor a
    /// state, nor statistics.
    Optional<String> reason() {
        return text.lines()
                .filter(line -> !NOT_A_REASON.matcher(line).matches())
                .reduce((first, second) -> second);
    }

    /// The reason, or that there is none.
    String summary() {
        return reason().orElse("the verifier gave no reason");
    }

    boolean contains(String words) {
        return text.contains(words);
    }
}
