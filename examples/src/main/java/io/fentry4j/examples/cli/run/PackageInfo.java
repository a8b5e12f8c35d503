package io.fentry4j.examples.cli.run;

import java.util.List;
import java.util.Map;

/// What a package says about the object in it.
///
/// @param format what kind of package it is, for people
/// @param description what the program does; empty if nothing is said
/// @param records by the name of the ring buffer
/// @param exported types of records that are not said to be of a certain ring buffer
/// @param options by the name of the global variable
record PackageInfo(
        String format,
        String description,
        Map<String, RecordHint> records,
        List<RecordHint> exported,
        Map<String, OptionHint> options) {

    /// A plain object, about which nobody says anything.
    static final PackageInfo NONE =
            new PackageInfo("BPF object", "", Map.of(), List.of(), Map.of());

    PackageInfo {
        records = Map.copyOf(records);
        exported = List.copyOf(exported);
        options = Map.copyOf(options);
    }
}
