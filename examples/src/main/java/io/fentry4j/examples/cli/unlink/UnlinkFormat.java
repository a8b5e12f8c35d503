package io.fentry4j.examples.cli.unlink;

import io.fentry4j.unlink.UnlinkEvent;
import java.util.Optional;

/// How an event becomes a line of text that is safe to print on a terminal.
sealed interface UnlinkFormat permits UnlinkColumns, UnlinkJson {

    /// The line above all others, without a line feed.
    Optional<String> header();

    /// The line for an event, without a line feed.
    String line(UnlinkEvent event);
}
