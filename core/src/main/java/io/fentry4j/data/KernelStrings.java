package io.fentry4j.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/// Renders the bytes of a [KernelString] for people.
final class KernelStrings {

    private static final HexFormat HEX = HexFormat.of();

    private KernelStrings() {}

    static String escape(byte[] bytes) {
        if (isPlain(bytes)) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        // Decoded piece by piece: a decoder that reports errors stops right before each bad byte.
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        StringBuilder text = new StringBuilder(bytes.length + 16);
        while (true) {
            var result = decoder.decode(in, chars, true);
            chars.flip().toString().codePoints().forEach(c -> append(text, c));
            chars.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append("\\x").append(HEX.toHexDigits(in.get()));
            }
            decoder.reset();
        }
    }

    private static boolean isPlain(byte[] bytes) {
        for (byte b : bytes) {
            if (b < ' ' || b == 0x7f || b == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder text, int codePoint) {
        switch (codePoint) {
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (codePoint < 0x80 && Character.isISOControl(codePoint)) {
                    text.append("\\x").append(HEX.toHexDigits((byte) codePoint));
                } else if (isInvisible(codePoint)) {
                    text.append("\\u{")
                            .append(Integer.toHexString(codePoint).toUpperCase(Locale.ROOT))
                            .append('}');
                } else {
                    text.appendCodePoint(codePoint);
                }
            }
        }
    }

    /// What a terminal acts on instead of showing it: C1 controls, and the format characters that
    /// reorder or hide text.
    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    true;
            default -> false;
        };
    }
}
