package io.fentry4j.examples.cli.run;

import java.util.Optional;

/// How a package wants a global variable to be set from the command line.
///
/// @param longName for `--longName`, if it is not the variable's own name
/// @param shortName for `-s`
/// @param value what it is unless something else is given
record OptionHint(
        Optional<String> longName,
        Optional<String> shortName,
        Optional<String> help,
        Optional<String> value) {

    static final OptionHint NONE =
            new OptionHint(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
