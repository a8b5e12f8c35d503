package io.fentry4j.examples.cli.trace;

import io.fentry4j.examples.cli.text.BtfText;
import io.fentry4j.trace.CallStack;
import java.util.List;
import java.util.stream.Collectors;

/// A stack on a terminal.
final class StackText {

    private StackText() {}

    /// A frame a line, indented.
    static String of(CallStack stack) {
        return frames(stack).stream()
                .map(frame -> "    " + frame)
                .collect(Collectors.joining("\n"));
    }

    /// The frames, and if there were more an ellipsis.
    static List<String> frames(CallStack stack) {
        return stack.toString().lines().map(BtfText::safe).toList();
    }
}
