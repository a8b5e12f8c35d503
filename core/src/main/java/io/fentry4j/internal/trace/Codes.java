package io.fentry4j.internal.trace;

import io.fentry4j.internal.asm.Code;
import io.fentry4j.trace.Mode;
import java.util.Optional;

/// The programs of a function, not loaded yet: one at least.
///
/// @param mode what they are for
/// @param entry the one at the entry, if one is needed
/// @param exit the one at the return, if one is needed
public record Codes(Mode mode, Optional<Code> entry, Optional<Code> exit) {

    /// Those of calls whose entry and return are paired.
    Codes(Mode mode, Code entry, Code exit) {
        this(mode, Optional.of(entry), Optional.of(exit));
    }

    static Codes entry(Mode mode, Code code) {
        return new Codes(mode, Optional.of(code), Optional.empty());
    }

    static Codes exit(Mode mode, Code code) {
        return new Codes(mode, Optional.empty(), Optional.of(code));
    }

    /// Whether a call's return has to find its entry.
    boolean paired() {
        return entry.isPresent() && exit.isPresent();
    }

    /// As text, an instruction a line.
    public String text() {
        return entry.map(code -> "entry:\n" + code).orElse("")
                + exit.map(code -> "exit:\n" + code).orElse("");
    }
}
