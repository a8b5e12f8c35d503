package io.fentry4j.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects the names that a person may have meant by another: the "did you mean" of an error.
///
/// Near are names with a typing error, names that contain the wanted one or are contained in it
/// (`do_unlinkat.constprop.0`), and names that share long words with it (`do_unlinkat` became
/// `filename_unlinkat`), in this order.
public final class SimilarNames {

    private static final int MIN_WORD = 4;
    private static final int MAX_NAME = 128;
    private static final int CONTAINS = 1_000;
    private static final int SHARES_WORDS = 2_000;
    private static final int FAR = Integer.MAX_VALUE;

    private final byte[] wanted;
    private final List<byte[]> words;
    private final int maxEdits;
    private final Map<String, Integer> found = new HashMap<>();

    SimilarNames(String wanted) {
        byte[] bytes = wanted.getBytes(StandardCharsets.UTF_8);
        this.wanted = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_NAME));
        this.words = longWords(wanted);
        this.maxEdits = Math.max(1, this.wanted.length / 5);
    }

    /// Of some names those that look most like `wanted`, the nearest first.
    public static List<String> among(Iterable<String> names, String wanted, int limit) {
        SimilarNames similar = new SimilarNames(wanted);
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            similar.offer(bytes, 0, bytes.length);
        }
        return similar.nearest(limit);
    }

    /// Keeps the `length` bytes of `bytes` from `start` on if they are a near name, and says so.
    boolean offer(byte[] bytes, int start, int length) {
        int distance = distance(bytes, start, length);
        if (distance == FAR) {
            return false;
        }
        found.put(new String(bytes, start, length, StandardCharsets.UTF_8), distance);
        return true;
    }

    /// The nearest names, then in alphabetical order.
    List<String> nearest(int limit) {
        return found.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry::getKey, Comparator.naturalOrder()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    private int distance(byte[] name, int start, int length) {
        int difference = Math.abs(length - wanted.length);
        if (difference <= maxEdits) {
            int edits = edits(name, start, length);
            if (edits <= maxEdits) {
                return edits;
            }
        }
        if (wanted.length >= MIN_WORD && contains(name, start, length, wanted, 0, wanted.length)) {
            return CONTAINS + difference;
        }
        if (length >= 2 * MIN_WORD && contains(wanted, 0, wanted.length, name, start, length)) {
            return CONTAINS + difference;
        }
        int shared = shared(name, start, length);
        return shared == 0 ? FAR : SHARES_WORDS + wanted.length + length - 2 * shared;
    }

    /// The bytes of the wanted name's words that stand in `name` as words.
    private int shared(byte[] name, int start, int length) {
        int shared = 0;
        int wordStart = start;
        for (int at = start; at <= start + length; at++) {
            if (at == start + length || name[at] == '_' || name[at] == '.') {
                shared += isWanted(name, wordStart, at) ? at - wordStart : 0;
                wordStart = at + 1;
            }
        }
        return shared;
    }

    private boolean isWanted(byte[] name, int start, int end) {
        for (byte[] word : words) {
            if (Arrays.equals(name, start, end, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    /// The edit distance (insert, delete, replace, swap neighbours), or anything above `maxEdits`
    /// once it is sure to be that.
    private int edits(byte[] name, int start, int length) {
        int[] row = new int[wanted.length + 1];
        int[] above = new int[wanted.length + 1];
        int[] twoAbove = new int[wanted.length + 1];
        for (int column = 0; column <= wanted.length; column++) {
            row[column] = column;
        }
        for (int i = 1; i <= length; i++) {
            int[] oldest = twoAbove;
            twoAbove = above;
            above = row;
            row = oldest;
            row[0] = i;
            int best = i;
            byte current = name[start + i - 1];
            for (int j = 1; j <= wanted.length; j++) {
                int edits = above[j - 1] + (current == wanted[j - 1] ? 0 : 1);
                edits = Math.min(edits, 1 + Math.min(above[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && current == wanted[j - 2]
                        && name[start + i - 2] == wanted[j - 1]) {
                    edits = Math.min(edits, 1 + twoAbove[j - 2]);
                }
                row[j] = edits;
                best = Math.min(best, edits);
            }
            // A swap can still reach back over one row.
            if (best > maxEdits + 1) {
                return best;
            }
        }
        return row[wanted.length];
    }

    private static List<byte[]> longWords(String name) {
        return Arrays.stream(name.split("[_.]+", -1))
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .filter(word -> word.length >= MIN_WORD)
                .toList();
    }

    private static boolean contains(
            byte[] name, int start, int length, byte[] part, int partStart, int partLength) {
        for (int at = start; at + partLength <= start + length; at++) {
            if (Arrays.equals(name, at, at + partLength, part, partStart, partStart + partLength)) {
                return true;
            }
        }
        return false;
    }
}
