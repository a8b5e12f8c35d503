package io.fentry4j.examples.cli.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Writes as JSON's escapes with four hex digits, besides what JSON demands, all that a terminal
/// acts on instead of showing it: DEL, the C1 controls, and characters that reorder or hide text.
///
/// The set is that of [io.fentry4j.data.KernelString#escaped()], and all characters beyond U+FFFF,
/// which come here in halves. It changes nothing for a program that reads the JSON.
final class TerminalSafeEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1;

    private static final int DEL = 0x7f;

    private static final HexFormat HEX = HexFormat.of();

    private final int[] ascii = standardAsciiEscapesForJSON();

    TerminalSafeEscapes() {
        ascii[DEL] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii;
    }

    /// Asked for each `char` that is not ASCII.
    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    new SerializedString("\\u" + HEX.toHexDigits((char) character));
            default -> null;
        };
    }
}
