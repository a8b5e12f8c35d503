package io.fentry4j.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that the kernel handed over as a string: a file name, a command name.
///
/// The kernel's strings are bytes without NUL in no particular encoding, so the exact bytes are
/// kept and text is made from them on demand: [#toString()] reads them as UTF-8 and shows each
/// malformed sequence as U+FFFD; [#escaped()] is safe to print on a terminal and loses nothing.
///
/// Immutable, and equal by its bytes.
public final class KernelString implements Comparable<KernelString> {

    /// The string without a byte.
    public static final KernelString EMPTY = new KernelString(new byte[0]);

    private final byte[] bytes;

    private KernelString(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Copies all of `bytes`, a NUL too.
    public static KernelString of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new KernelString(bytes.clone());
    }

    /// The bytes of `text` in UTF-8.
    public static KernelString of(String text) {
        return text.isEmpty() ? EMPTY : new KernelString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Takes `bytes` without a copy: the caller must not keep them.
    static KernelString wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new KernelString(bytes);
    }

    /// A copy of the exact bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The number of bytes.
    public int length() {
        return bytes.length;
    }

    /// Whether there is no byte.
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// The text for a terminal or a log: control characters, backslashes and bytes that are not
    /// UTF-8 appear as `\n`, `\t`, `\r`, `\\`, `\xHH` or `\\u{HEX}`, everything else as it is.
    ///
    /// Two different byte sequences never give the same text.
    public String escaped() {
        return KernelStrings.escape(bytes);
    }

    /// Orders by the bytes, unsigned, as `strcmp` does.
    @Override
    public int compareTo(KernelString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KernelString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The bytes read as UTF-8, malformed sequences replaced by U+FFFD. It may hold control
    /// characters: print [#escaped()] instead.
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
