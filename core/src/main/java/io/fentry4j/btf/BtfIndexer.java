package io.fentry4j.btf;

import java.util.Arrays;

/// Finds where each type starts, in one pass and into one `int[]`.
///
/// It checks what a pass has to know anyway: kinds, element counts and the end of the data. Names,
/// ids and values are checked when a type is decoded.
final class BtfIndexer {

    /// What a type takes on average in a kernel's BTF; only a first guess at the number of types.
    private static final int USUAL_TYPE_BYTES = 24;

    private final BtfData data;
    private final int[] fixedBytes;
    private final int[] elementBytes;

    /// @param layout as [BtfData] reads it: for kinds that are newer than this class
    BtfIndexer(BtfData data, int[] layout) {
        this.data = data;
        int kinds = Math.max(layout.length, BtfKind.COUNT);
        this.fixedBytes = new int[kinds];
        this.elementBytes = new int[kinds];
        for (int kind = 0; kind < kinds; kind++) {
            if (kind < BtfKind.COUNT) {
                fixedBytes[kind] = BtfKind.of(kind).fixedBytes;
                elementBytes[kind] = BtfKind.of(kind).elementBytes;
            } else {
                fixedBytes[kind] = layout[kind] & 0xff;
                elementBytes[kind] = layout[kind] >>> 8;
            }
        }
    }

    /// The positions of the types in `start..end`.
    int[] index(int start, int end) {
        int[] offsets = new int[(end - start) / USUAL_TYPE_BYTES + 16];
        int count = 0;
        int position = start;
        while (position < end) {
            if (end - position < BtfData.TYPE_BYTES) {
                throw data.fail(
                        position, "%d bytes are too few for a type".formatted(end - position));
            }
            int kind = data.kindAt(position);
            if (kind == 0 || kind >= fixedBytes.length) {
                throw unknownKind(position, kind);
            }
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, count + count / 2);
            }
            offsets[count++] = position;
            long next = position + (long) BtfData.TYPE_BYTES + fixedBytes[kind];
            if (elementBytes[kind] != 0) {
                next += (long) data.vlenAt(position) * elementBytes[kind];
            }
            if (next > end) {
                throw tooLong(position, next, end);
            }
            position = (int) next;
        }
        return Arrays.copyOf(offsets, count);
    }

    private BtfException unknownKind(int position, int kind) {
        return data.fail(
                position,
                "kind %d is not known, of 1..%d: the data is damaged, or newer than this reader"
                        .formatted(kind, fixedBytes.length - 1));
    }

    private BtfException tooLong(int type, long next, int end) {
        return data.fail(
                type,
                "a type of kind %d with %d elements takes %d bytes, %d are left"
                        .formatted(data.kindAt(type), data.vlenAt(type), next - type, end - type));
    }
}
