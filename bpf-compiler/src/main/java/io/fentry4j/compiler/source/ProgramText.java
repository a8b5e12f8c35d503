package io.fentry4j.compiler.source;

import io.fentry4j.compiler.report.JavaSource;
import io.fentry4j.compiler.report.Place;
import java.util.List;
import java.util.Optional;

/// The C of a program and where each character of it stands in Java.
///
/// @param text the C, as the constant's value
/// @param pieces the parts of the text whose place is known, in order; empty under a compiler that
///   does not show its sources
public record ProgramText(String text, List<Piece> pieces) {

    public ProgramText {
        pieces = List.copyOf(pieces);
    }

    /// A part that comes from one literal.
    ///
    /// @param start where it starts in the text
    /// @param offsets the place in the Java file for each of its characters
    @SuppressWarnings("ArrayRecordComponent") // as large as the program, never compared
    public record Piece(int start, JavaSource source, int[] offsets) {
        int end() {
            return start + offsets.length;
        }
    }

    /// A text whose places are not known.
    public static ProgramText unplaced(String text) {
        return new ProgramText(text, List.of());
    }

    /// The place in Java of the character at `index`; the end of the text has the place of its last
    /// character.
    public Optional<Place> place(int index) {
        int wanted = Math.min(index, text.length() - 1);
        for (Piece piece : pieces) {
            if (wanted >= piece.start() && wanted < piece.end()) {
                return Optional.of(
                        new Place(piece.source(), piece.offsets()[wanted - piece.start()]));
            }
        }
        return Optional.empty();
    }
}
