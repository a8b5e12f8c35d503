package io.fentry4j.compiler.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Decodes a string literal or text block as Java does, and keeps the place of each character.
///
/// Follows chapters 3.3, 3.10.6 and 3.10.7 of the Java Language Specification: Unicode escapes
/// first, then the stripping of a text block's indentation, then escape sequences.
final class JavaLiteral {

    private final Placed value = new Placed();

    private JavaLiteral() {}

    /// Decodes the literal that stands at `start` to `end` in `source`, quotes included.
    ///
    /// The result is to be compared with the constant's value before it is believed.
    static JavaLiteral decode(CharSequence source, int start, int end) {
        Placed raw = unicodeEscapes(source, start, end);
        JavaLiteral literal = new JavaLiteral();
        if (raw.startsWith("\"\"\"")) {
            literal.unescape(stripIndent(raw.slice(3, raw.length() - 3)));
        } else {
            literal.unescape(raw.slice(1, raw.length() - 1));
        }
        return literal;
    }

    /// The value that the literal has in Java.
    String value() {
        return value.toString();
    }

    /// For each character of the value, where it stands in the file; for an escape, its backslash.
    int[] offsets() {
        return value.offsets();
    }

    private static Placed unicodeEscapes(CharSequence source, int start, int end) {
        Placed out = new Placed();
        int i = start;
        while (i < end) {
            int next = i + 1;
            if (source.charAt(i) == '\\' && next < end) {
                if (source.charAt(next) == 'u') {
                    while (source.charAt(next) == 'u') {
                        next++;
                    }
                    String hex = source.subSequence(next, next + 4).toString();
                    out.add((char) Integer.parseInt(hex, 16), i);
                    i = next + 4;
                    continue;
                }
                // Of two backslashes neither starts a Unicode escape.
                out.add('\\', i);
                i = next;
            }
            out.add(source.charAt(i), i);
            i++;
        }
        return out;
    }

    private static Placed stripIndent(Placed content) {
        List<Placed> lines = content.lines();
        // The rest of the line with the opening quotes is not part of the text.
        lines.removeFirst();
        int indent = Integer.MAX_VALUE;
        for (Placed line : lines) {
            boolean last = line == lines.getLast();
            if (!line.isBlank() || last) {
                indent = Math.min(indent, line.leadingSpace());
            }
        }
        Placed out = new Placed();
        for (Placed line : lines) {
            int from = Math.min(indent, line.length());
            out.addAll(line.isBlank() ? new Placed() : line.slice(from, line.trimmedLength()));
            if (line != lines.getLast()) {
                out.add('\n', line.endOffset());
            }
        }
        return out;
    }

    private void unescape(Placed raw) {
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            int place = raw.offset(i);
            i++;
            if (c != '\\' || i == raw.length()) {
                value.add(c, place);
                continue;
            }
            char escaped = raw.charAt(i);
            if (escaped >= '0' && escaped <= '7') {
                i = octal(raw, i, place);
                continue;
            }
            i++;
            switch (escaped) {
                case 'b' -> value.add('\b', place);
                case 't' -> value.add('\t', place);
                case 'n' -> value.add('\n', place);
                case 'f' -> value.add('\f', place);
                case 'r' -> value.add('\r', place);
                case 's' -> value.add(' ', place);
                case '\n' -> {} // the line goes on
                default -> value.add(escaped, place);
            }
        }
    }

    private int octal(Placed raw, int start, int place) {
        int limit = start + (raw.charAt(start) <= '3' ? 3 : 2);
        int i = start;
        int code = 0;
        while (i < raw.length() && i < limit && raw.charAt(i) >= '0' && raw.charAt(i) <= '7') {
            code = code * 8 + (raw.charAt(i) - '0');
            i++;
        }
        value.add((char) code, place);
        return i;
    }

    /// Characters with their places in the file.
    private static final class Placed {

        private final StringBuilder chars = new StringBuilder();
        private int[] offsets = new int[64];
        private int end;

        void add(char c, int offset) {
            if (chars.length() == offsets.length) {
                offsets = Arrays.copyOf(offsets, offsets.length * 2);
            }
            offsets[chars.length()] = offset;
            chars.append(c);
        }

        void addAll(Placed other) {
            for (int i = 0; i < other.length(); i++) {
                add(other.charAt(i), other.offset(i));
            }
        }

        /// The lines without their terminators; each knows where its terminator stood.
        List<Placed> lines() {
            List<Placed> lines = new ArrayList<>();
            Placed line = new Placed();
            for (int i = 0; i < length(); i++) {
                char c = charAt(i);
                if (c != '\n' && c != '\r') {
                    line.add(c, offset(i));
                    continue;
                }
                line.end = offset(i);
                lines.add(line);
                line = new Placed();
                if (c == '\r' && i + 1 < length() && charAt(i + 1) == '\n') {
                    i++;
                }
            }
            lines.add(line);
            return lines;
        }

        Placed slice(int from, int to) {
            Placed out = new Placed();
            for (int i = from; i < to; i++) {
                out.add(charAt(i), offset(i));
            }
            return out;
        }

        boolean startsWith(String prefix) {
            return chars.indexOf(prefix) == 0;
        }

        boolean isBlank() {
            return leadingSpace() == length();
        }

        int leadingSpace() {
            int i = 0;
            while (i < length() && Character.isWhitespace(charAt(i))) {
                i++;
            }
            return i;
        }

        int trimmedLength() {
            int i = length();
            while (i > 0 && Character.isWhitespace(charAt(i - 1))) {
                i--;
            }
            return i;
        }

        int length() {
            return chars.length();
        }

        char charAt(int i) {
            return chars.charAt(i);
        }

        int offset(int i) {
            return offsets[i];
        }

        int endOffset() {
            return end;
        }

        int[] offsets() {
            return Arrays.copyOf(offsets, length());
        }

        @Override
        public String toString() {
            return chars.toString();
        }
    }
}
