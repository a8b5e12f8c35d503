package io.fentry4j.doctor;

import java.util.List;
import java.util.Optional;

/// What all checks together mean.
///
/// @param outcome what to use
/// @param target the function or symbol to use it on: the function's name in this kernel, or a copy
///   of it that a kprobe has to be put at
/// @param limits what does not work although the outcome does, each with its cause
/// @param cause why it is not fentry; empty if it is
/// @param advice what to do about the cause or the limits, in the order to try it
public record Verdict(
        Outcome outcome,
        String target,
        List<String> limits,
        Optional<String> cause,
        List<String> advice) {

    public Verdict {
        limits = List.copyOf(limits);
        advice = List.copyOf(advice);
    }

    /// What can be used for the function that was asked about.
    public enum Outcome {
        /// fentry works; so does fexit, unless the limits say otherwise.
        FENTRY("fentry works on"),
        /// fentry does not work, and a kprobe does.
        KPROBE("use a kprobe on"),
        /// Neither does.
        NEITHER("neither fentry nor a kprobe works on");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /// The outcome in words, to be followed by the target.
        @Override
        public String toString() {
            return text;
        }
    }

    /// All of it in one line: `use a kprobe on do_unlinkat, because …; do: …`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(outcome + " " + target);
        limits.forEach(limit -> text.append(", but ").append(limit));
        cause.ifPresent(why -> text.append(", because ").append(why));
        if (!advice.isEmpty()) {
            text.append("; do: ").append(String.join("; or ", advice));
        }
        return text.toString();
    }
}
