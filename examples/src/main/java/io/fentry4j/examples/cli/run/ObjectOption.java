package io.fentry4j.examples.cli.run;

import io.fentry4j.GlobalVariable;
import io.fentry4j.data.BtfValue;
import io.fentry4j.examples.cli.text.BtfText;

/// A constant of the object that can be given as an option, before it is loaded.
///
/// @param name the variable's, in C
/// @param ctype its type in C
/// @param type how its values are written
/// @param variable its place in the object
/// @param hint what a package says about it
record ObjectOption(
        String name,
        String ctype,
        OptionType type,
        GlobalVariable<BtfValue> variable,
        OptionHint hint) {

    /// The word after `--`.
    String longName() {
        return hint.longName().orElse(name);
    }

    /// Whether `argument`, such as `--min_us` or `-m`, means this one.
    boolean isMeantBy(String argument) {
        return argument.equals("--" + longName())
                || argument.equals("--" + name)
                || hint.shortName().filter(s -> argument.equals("-" + s)).isPresent();
    }

    /// Sets the value.
    ///
    /// @throws IllegalArgumentException if it is no value of the type
    void set(String text) {
        try {
            variable.set(type.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--%s (%s): %s".formatted(longName(), ctype, e.getMessage()), e);
        }
    }

    /// What it is now.
    String value() {
        return BtfText.of(variable.get());
    }
}
