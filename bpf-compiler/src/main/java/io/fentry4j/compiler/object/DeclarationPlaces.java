package io.fentry4j.compiler.object;

import io.fentry4j.compiler.report.CompileFailure;
import io.fentry4j.compiler.report.Finding;
import io.fentry4j.compiler.report.Place;
import io.fentry4j.compiler.report.Problem;
import io.fentry4j.compiler.source.ProgramText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds declarations in the C, for messages about what clang accepts and Java does not.
///
/// The object says no line for a type, so this looks for the words; what comes from a header or a
/// macro is not found, and the message stands at the annotated type.
final class DeclarationPlaces {

    private final ProgramText program;

    DeclarationPlaces(ProgramText program) {
        this.program = program;
    }

    /// A failure at the declaration of what has the type.
    CompileFailure failure(Use use, Problem problem, Object... values) {
        return new CompileFailure(List.of(Finding.error(place(use), problem, values)));
    }

    /// The first place of a word, such as the name of a variable.
    Optional<Place> word(String word) {
        return find(word, 0).flatMap(program::place);
    }

    private @Nullable Place place(Use use) {
        int start = 0;
        if (!use.struct().isEmpty()) {
            var head =
                    Pattern.compile("\\bstruct\\s+" + Pattern.quote(use.struct()) + "\\b[^;{]*\\{");
            Matcher matcher = head.matcher(program.text());
            if (!matcher.find()) {
                return null;
            }
            start = matcher.end();
        }
        return find(use.name(), start).flatMap(program::place).orElse(null);
    }

    private Optional<Integer> find(String word, int start) {
        Matcher matcher =
                Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(program.text());
        return matcher.find(start) ? Optional.of(matcher.start()) : Optional.empty();
    }
}
