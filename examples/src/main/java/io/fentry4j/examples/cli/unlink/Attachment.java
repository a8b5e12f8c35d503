package io.fentry4j.examples.cli.unlink;

import io.fentry4j.unlink.Mode;
import java.util.List;

/// What the events come from.
///
/// @param functions the kernel functions
record Attachment(Mode mode, List<String> functions) {

    Attachment {
        functions = List.copyOf(functions);
    }
}
