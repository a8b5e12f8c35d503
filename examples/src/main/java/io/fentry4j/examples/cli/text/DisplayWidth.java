package io.fentry4j.examples.cli.text;

import java.util.Arrays;

/// How many columns of a terminal a text takes.
///
/// Two for the wide and fullwidth characters of East Asia (Unicode's UAX #11) and for emoji, none
/// for marks that stand on the character before, one for the rest.
public final class DisplayWidth {

    /// First and last of each range of wide characters, ascending; emoji are asked for apart.
    private static final int[] WIDE = {
        0x1100, 0x115f, // Hangul Jamo, initial consonants
        0x2329, 0x232a, // angle brackets
        0x2e80, 0x303e, // CJK radicals, punctuation
        0x3041, 0x33ff, // Hiragana to CJK compatibility
        0x3400, 0x4dbf, // CJK extension A
        0x4e00, 0x9fff, // CJK unified ideographs
        0xa000, 0xa4cf, // Yi
        0xa960, 0xa97f, // Hangul Jamo extended A
        0xac00, 0xd7a3, // Hangul syllables
        0xf900, 0xfaff, // CJK compatibility ideographs
        0xfe10, 0xfe19, // vertical forms
        0xfe30, 0xfe6f, // CJK compatibility forms, small forms
        0xff01, 0xff60, // fullwidth forms
        0xffe0, 0xffe6, // fullwidth signs
        0x16fe0, 0x18cff, // Tangut, Khitan
        0x1aff0, 0x1b2ff, // Kana supplements, Nushu
        0x20000, 0x3fffd, // CJK extensions from B on
    };

    private static final int HANGUL_MEDIAL_FIRST = 0x1160;
    private static final int HANGUL_FINAL_LAST = 0x11ff;

    private DisplayWidth() {}

    /// The columns of `text`, which has no control characters.
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /// The columns of a character that is no control character.
    public static int of(int codePoint) {
        if (codePoint < 0x300) { // most of them
            return 1;
        }
        if (isMark(codePoint)) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
            default -> codePoint >= HANGUL_MEDIAL_FIRST && codePoint <= HANGUL_FINAL_LAST;
        };
    }

    private static boolean isWide(int codePoint) {
        int place = Arrays.binarySearch(WIDE, codePoint);
        // Between a first (even place) and a last one it would be inserted at an odd place.
        boolean inRange = place >= 0 || (-place - 1) % 2 == 1;
        return inRange || Character.isEmojiPresentation(codePoint);
    }
}
