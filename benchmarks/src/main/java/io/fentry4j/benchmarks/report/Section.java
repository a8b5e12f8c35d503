package io.fentry4j.benchmarks.report;

import java.util.List;

/// A part of the report.
///
/// @param title its heading
/// @param text Markdown
/// @param bars what is promised about its figures
record Section(String title, String text, List<Bar> bars) {

    /// The sentence for a result that is not there.
    static String missing(String file, String how) {
        return "Not measured here: `%s` is not there. %s\n\n".formatted(file, how);
    }
}
