package io.fentry4j.btf;

import java.nio.charset.StandardCharsets;

/// A pattern of `*` (any bytes) and `?` (one byte) over the bytes of a name.
final class NameGlob {

    private final byte[] pattern;

    NameGlob(String pattern) {
        this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
    }

    /// Whether the `length` bytes of `name` from `start` on match. Takes at most pattern × name
    /// steps: when a byte differs, only the last `*` has to take one more.
    boolean matches(byte[] name, int start, int length) {
        int p = 0;
        int n = start;
        int star = -1;
        int starName = 0;
        while (n < start + length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                starName = n;
            } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == name[n])) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++starName;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }
}
