package io.fentry4j.examples.cli.text;

/// Cuts escaped text ([io.fentry4j.data.KernelString#escaped()]) to the columns there are for it.
///
/// An escape such as `\x1b` is kept or cut as a whole, and so are a character and the marks on it.
public final class Cut {

    /// Stands for what is cut.
    public static final String MARK = "…";

    private Cut() {}

    /// The end of `text`, with the mark before it if something is cut: of a path the end matters.
    ///
    /// @param columns at least 1
    public static String toEnd(String text, int columns) {
        int excess = excess(text, columns);
        if (excess == 0) {
            return text;
        }
        int start = 0;
        while (start < text.length() && (excess > 0 || width(text, start) == 0)) {
            excess -= width(text, start);
            start = next(text, start);
        }
        return MARK + text.substring(start);
    }

    /// The beginning of `text`, with the mark after it if something is cut.
    ///
    /// @param columns at least 1
    public static String toBeginning(String text, int columns) {
        if (excess(text, columns) == 0) {
            return text;
        }
        int room = columns - DisplayWidth.of(MARK);
        int end = 0;
        while (end < text.length() && width(text, end) <= room) {
            room -= width(text, end);
            end = next(text, end);
        }
        return text.substring(0, end) + MARK;
    }

    /// How many columns must go so that the rest and the mark fit; 0 if all of it fits.
    private static int excess(String text, int columns) {
        // A character takes up to two columns.
        if (text.length() <= columns / 2) {
            return 0;
        }
        int width = DisplayWidth.of(text);
        return width <= columns ? 0 : width - columns + DisplayWidth.of(MARK);
    }

    private static int width(String text, int at) {
        char first = text.charAt(at);
        return first == '\\' ? next(text, at) - at : DisplayWidth.of(text.codePointAt(at));
    }

    /// Where the escape or character that begins at `at` ends.
    private static int next(String text, int at) {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            return at + Character.charCount(text.codePointAt(at));
        }
        int length =
                switch (text.charAt(at + 1)) {
                    case 'x' -> 4; // \xHH
                    case 'u' -> text.indexOf('}', at) + 1 - at; // a code point in braces
                    default -> 2; // \n
                };
        return Math.min(text.length(), at + Math.max(2, length));
    }
}
