package io.fentry4j.internal.trace;

import io.fentry4j.trace.Mode;
import java.util.OptionalInt;

/// What programs are written for.
///
/// @param number what events of several functions begin with, to tell which one they are of; empty
///   if there is only one. Programs that functions share ask for it instead
public record TraceForm(Mode mode, OptionalInt number) {

    /// A single function, by fentry and fexit.
    public static final TraceForm FENTRY = new TraceForm(Mode.FENTRY, OptionalInt.empty());
}
