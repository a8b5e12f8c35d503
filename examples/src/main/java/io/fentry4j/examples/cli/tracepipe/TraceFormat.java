package io.fentry4j.examples.cli.tracepipe;

import io.fentry4j.tracelog.OtherLine;
import io.fentry4j.tracelog.TraceLine;
import java.util.Optional;

/// How messages become lines of text that are safe to print on a terminal.
sealed interface TraceFormat permits TraceColumns, TraceJson {

    /// The line above the messages.
    Optional<String> header();

    /// A message with its context.
    String line(TraceLine line);

    /// A line of another format.
    String line(OtherLine line);
}
