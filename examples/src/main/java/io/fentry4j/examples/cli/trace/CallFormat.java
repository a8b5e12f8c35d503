package io.fentry4j.examples.cli.trace;

import io.fentry4j.trace.TracedCall;

/// How a call becomes a line that is safe to print on a terminal.
sealed interface CallFormat permits CallText, CallJson {

    /// The line.
    String line(TracedCall call);
}
