package io.fentry4j.btf;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Finds types by name: scans over the index that make no object for what they pass by.
///
/// A kernel's 130,000 types take about a millisecond. Plain loops, because a tool that looks for
/// one function runs this code once, and cold.
final class BtfSearch {

    /// The id that no type has.
    static final int NONE = 0;

    private BtfSearch() {}

    /// The first own type from `fromId` on of a kind in `mask` (see [BtfKind#mask]) that is called
    /// `name`, or [#NONE].
    static int next(BtfData data, byte[] name, long mask, int fromId) {
        if (name.length == 0) {
            return NONE;
        }
        for (int id = fromId; id <= data.lastId; id++) {
            int position = data.position(id);
            if (BtfKind.isIn(mask, data.kindAt(position))
                    && data.stringEquals(data.word(position), name, position)) {
                return id;
            }
        }
        return NONE;
    }

    /// All ids of [#next], those of the base after the own ones: who opens a module's BTF asks for
    /// the module's types.
    static int[] all(BtfData data, byte[] name, long mask) {
        int[] ids = new int[4];
        int count = 0;
        for (BtfData own = data; own != null; own = own.base) {
            for (int id = next(own, name, mask, own.firstId);
                    id != NONE;
                    id = next(own, name, mask, id + 1)) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, 2 * count);
                }
                ids[count++] = id;
            }
        }
        return Arrays.copyOf(ids, count);
    }

    /// The first id of [#all], or [#NONE].
    static int first(BtfData data, byte[] name, long mask) {
        for (BtfData own = data; own != null; own = own.base) {
            int id = next(own, name, mask, own.firstId);
            if (id != NONE) {
                return id;
            }
        }
        return NONE;
    }

    /// The ids of the own types of a kind in `mask`.
    static IntStream ofKinds(BtfData data, long mask) {
        return IntStream.rangeClosed(data.firstId, data.lastId)
                .filter(id -> BtfKind.isIn(mask, data.kindAt(data.position(id))));
    }

    /// The ids of the own types of a kind in `mask` whose name passes `test`.
    static IntStream matching(BtfData data, long mask, BtfData.NameTest test) {
        return ofKinds(data, mask)
                .filter(id -> {
                    int position = data.position(id);
                    return data.testString(data.word(position), test, position);
                });
    }
}
