package io.fentry4j.examples.cli.unlink;

import io.fentry4j.unlink.UnlinkEvent;
import java.util.List;

/// How events and their summary become lines of text that are safe to print on a terminal.
///
/// No line has a line feed.
sealed interface UnlinkFormat permits UnlinkColumns, UnlinkJson {

    /// The lines above the events.
    List<String> header(Attachment attachment);

    /// The lines above the tables, if there are no events.
    List<String> tablesHeader(Attachment attachment);

    /// The line for an event.
    String line(UnlinkEvent event);

    /// The lines for a summary.
    List<String> tables(UnlinkTables tables);
}
