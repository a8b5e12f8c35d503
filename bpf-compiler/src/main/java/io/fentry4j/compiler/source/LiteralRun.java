package io.fentry4j.compiler.source;

import java.util.Optional;

/// Reads string literals that are joined by `+`: javac's parser makes one tree of them, which has
/// the place of the first.
final class LiteralRun {

    private static final String TEXT_BLOCK = "\"\"\"";

    private final CharSequence source;
    private int at;

    private LiteralRun(CharSequence source, int start) {
        this.source = source;
        this.at = start;
    }

    /// The places of the characters of `value`, which one or more literals from `start` on make.
    ///
    /// @return empty if the source there is something else
    static Optional<int[]> offsets(CharSequence source, int start, String value) {
        var run = new LiteralRun(source, start);
        int[] offsets = new int[value.length()];
        int done = 0;
        while (run.skipToLiteral()) {
            int from = run.at;
            run.skipLiteral();
            if (run.at > source.length()) {
                return Optional.empty();
            }
            JavaLiteral literal = JavaLiteral.decode(source, from, run.at);
            if (!value.startsWith(literal.value(), done)) {
                return Optional.empty();
            }
            System.arraycopy(literal.offsets(), 0, offsets, done, literal.value().length());
            done += literal.value().length();
            if (done == value.length()) {
                return Optional.of(offsets);
            }
        }
        return Optional.empty();
    }

    /// Goes on to the next quote; false if something else than `+`, parentheses, blanks and
    /// comments is before it.
    private boolean skipToLiteral() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '"') {
                return true;
            }
            if (c == '/' && looksAt("//")) {
                skipPast("\n");
            } else if (c == '/' && looksAt("/*")) {
                skipPast("*/");
            } else if (c == '+' || c == '(' || c == ')' || Character.isWhitespace(c)) {
                at++;
            } else {
                return false;
            }
        }
        return false;
    }

    /// Goes on to behind the literal that starts here; behind the source's end if it is cut off.
    private void skipLiteral() {
        String quotes = looksAt(TEXT_BLOCK) ? TEXT_BLOCK : "\"";
        at += quotes.length();
        while (at < source.length() && !looksAt(quotes)) {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        at += quotes.length();
    }

    private void skipPast(String end) {
        while (at < source.length() && !looksAt(end)) {
            at++;
        }
        at += end.length();
    }

    private boolean looksAt(String text) {
        int end = at + text.length();
        return end <= source.length() && text.contentEquals(source.subSequence(at, end));
    }
}
