package io.fentry4j.internal.expression;

import io.fentry4j.internal.expression.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Cuts a text into words.
final class Lexer {

    /// The longest come first: the first that fits is taken.
    private static final List<String> SYMBOLS =
            List.of(
                    "&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "->", "<", ">", "+", "-", "*",
                    "/", "%", "&", "|", "^", "~", "!", "(", ")", "[", "]", ".", ",");

    private static final Map<String, Long> UNITS =
            Map.of(
                    "ns",
                    1L,
                    "us",
                    1_000L,
                    "µs",
                    1_000L,
                    "ms",
                    1_000_000L,
                    "s",
                    1_000_000_000L,
                    "m",
                    60_000_000_000L);

    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(Long.SIZE);

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        return new Lexer(text).read();
    }

    private List<Token> read() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (Character.isWhitespace(next)) {
                at++;
            } else if (isDigit(next)) {
                number();
            } else if (isLetter(next)) {
                int start = at;
                word();
                tokens.add(new Token(Kind.NAME, start, text.substring(start, at), 0));
            } else if (next == '"') {
                string();
            } else {
                symbol();
            }
        }
        tokens.add(new Token(Kind.END, text.length(), "", 0));
        return tokens;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == 'µ';
    }

    private void word() {
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
    }

    private void number() {
        int start = at;
        word();
        String written = text.substring(start, at);
        boolean hexadecimal = written.startsWith("0x") || written.startsWith("0X");
        int digits = hexadecimal ? written.length() : 0;
        while (digits < written.length() && isDigit(written.charAt(digits))) {
            digits++;
        }
        String unit = written.substring(digits);
        BigInteger value;
        try {
            value =
                    hexadecimal
                            ? new BigInteger(written.substring(2), 16)
                            : new BigInteger(written.substring(0, digits));
        } catch (NumberFormatException e) {
            throw new ExpressionException(start, "`" + written + "` is no number");
        }
        if (!unit.isEmpty()) {
            Long nanos = UNITS.get(unit);
            if (nanos == null) {
                throw new ExpressionException(
                        start + digits,
                        "`%s` is no unit of time; there are ns, us, ms, s and m".formatted(unit));
            }
            value = value.multiply(BigInteger.valueOf(nanos));
        }
        if (value.compareTo(MAX) >= 0) {
            throw new ExpressionException(start, "`" + written + "` needs more than 64 bits");
        }
        tokens.add(
                new Token(
                        unit.isEmpty() ? Kind.NUMBER : Kind.DURATION,
                        start,
                        written,
                        value.longValue()));
    }

    private void string() {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char next = text.charAt(at++);
            if (next == '\\' && at < text.length()) {
                next = escaped(text.charAt(at++));
            }
            value.append(next);
        }
        if (at == text.length()) {
            throw new ExpressionException(start, "the string has no end: a `\"` is missing");
        }
        at++;
        tokens.add(new Token(Kind.STRING, start, value.toString(), 0));
    }

    private char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case '\\', '"' -> c;
            default ->
                    throw new ExpressionException(
                            at - 2,
                            "`\\" + c + "` is not known; there are \\n, \\t, \\\\ and \\\"");
        };
    }

    private void symbol() {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                tokens.add(new Token(Kind.SYMBOL, at, symbol, 0));
                at += symbol.length();
                return;
            }
        }
        throw new ExpressionException(
                at,
                text.charAt(at) == '='
                        ? "`=` does not compare; `==` does"
                        : "`" + Character.toString(text.codePointAt(at)) + "` has no meaning here");
    }
}
