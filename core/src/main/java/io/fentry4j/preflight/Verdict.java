package io.fentry4j.preflight;

import java.util.List;

/// The answer for one function and one [Mechanism].
///
/// @param reason the answer, for programs
/// @param words the same in words, with names and numbers, for people: what follows the function's
///   name and a colon
/// @param evidence what was looked at, as `name=value`; a source that could not be read is there
///   too, so that "not readable" is never taken for "not listed"
/// @param advice what to do, in the order to try it; empty if the function can be traced
public record Verdict(Reason reason, String words, List<String> evidence, List<String> advice) {

    public Verdict {
        evidence = List.copyOf(evidence);
        advice = List.copyOf(advice);
    }

    /// Whether nothing stands against it. The kernel has the last word: it may have been impossible
    /// to look everything up (see the evidence).
    public boolean traceable() {
        return reason == Reason.TRACEABLE;
    }

    /// Whether the kernel would attach: it can be traced, or its name is only ambiguous.
    public boolean attachable() {
        return traceable() || reason == Reason.AMBIGUOUS;
    }

    /// Words, evidence and advice in one line.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(words);
        if (!evidence.isEmpty()) {
            text.append(" [").append(String.join(", ", evidence)).append(']');
        }
        if (!advice.isEmpty()) {
            text.append(". What to do: ").append(String.join("; ", advice));
        }
        return text.toString();
    }
}
