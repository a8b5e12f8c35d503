package io.fentry4j.fuzz;

import io.fentry4j.data.KernelString;
import io.fentry4j.data.RecordView;
import java.nio.ByteBuffer;

/// A record with places in it that nobody has checked: only an [IndexOutOfBoundsException] may come
/// out, before memory is taken for a false length.
public final class RecordFuzzer {

    private RecordFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length >= 2 * Integer.BYTES) {
            ByteBuffer numbers = ByteBuffer.wrap(input);
            useAll(RecordView.of(input), numbers.getInt(0), numbers.getInt(4));
        }
        useAll(RecordView.of(input));
    }

    /// All of it, and one byte more.
    static void useAll(RecordView record) {
        int size = record.size();
        useAll(record, 0, size);
        if (!useAll(record, size, 1) || !useAll(record, 1, size) || !useAll(record, -1, 1)) {
            throw new AssertionError("a byte outside of the record was read");
        }
    }

    /// @return whether the place was refused
    private static boolean useAll(RecordView record, int offset, int length) {
        try {
            record.getBytes(offset, length);
            KernelString text = record.getString(offset, length);
            if (text.escaped().codePoints().anyMatch(Character::isISOControl)) {
                throw new AssertionError("a control character in " + text.escaped());
            }
            text.bytes();
            if (text.toString().length() > length) {
                throw new AssertionError("text that is longer than its bytes");
            }
            return false;
        } catch (IndexOutOfBoundsException e) {
            return true;
        }
    }
}
