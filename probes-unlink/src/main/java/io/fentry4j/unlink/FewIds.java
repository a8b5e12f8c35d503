package io.fentry4j.unlink;

import io.fentry4j.GlobalVariable;
import java.util.Set;

/// A second place for the ids of a set while they are few: an array in the program's memory, which
/// it compares one by one. The caller sees to it that one thread at a time changes it.
final class FewIds {

    /// `FEW_PIDS` in C.
    private static final int CAPACITY = 4;

    private static final long NOT_IN_USE = CAPACITY + 1;

    private final GlobalVariable<long[]> ids;
    private final GlobalVariable<Long> count;

    FewIds(UnlinkBpf bpf) {
        this.ids = bpf.fewPids();
        this.count = bpf.fewPidCount();
    }

    /// From now on the set itself is asked.
    void clear() {
        count.set(NOT_IN_USE);
    }

    /// Is asked instead of the set if all of `all` fit.
    void set(Set<Long> all) {
        if (all.size() <= CAPACITY) {
            long[] words = new long[CAPACITY];
            int i = 0;
            for (long id : all) {
                words[i++] = id;
            }
            ids.set(words);
            count.set((long) all.size());
        }
    }
}
