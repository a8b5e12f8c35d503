package io.fentry4j.compiler.report;

import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/// One message for the user.
///
/// @param where null if it concerns the annotated type as a whole
public record Finding(Diagnostic.Kind kind, Problem problem, String text, @Nullable Place where) {

    /// An error.
    public static Finding error(@Nullable Place where, Problem problem, Object... values) {
        return new Finding(Diagnostic.Kind.ERROR, problem, problem.text(values), where);
    }
}
