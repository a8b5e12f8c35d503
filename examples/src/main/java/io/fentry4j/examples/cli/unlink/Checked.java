package io.fentry4j.examples.cli.unlink;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Turns a value that the probe's builder refuses into a wrong option.
final class Checked {

    private Checked() {}

    /// Does `action`, which sets what `option` says.
    ///
    /// @throws ParameterException if it refuses the value
    static void set(CommandSpec spec, String option, Runnable action) {
        try {
            action.run();
        } catch (IllegalArgumentException e) {
            throw wrong(spec, "Invalid value for option '" + option + "': " + e.getMessage());
        }
    }

    static ParameterException wrong(CommandSpec spec, String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
