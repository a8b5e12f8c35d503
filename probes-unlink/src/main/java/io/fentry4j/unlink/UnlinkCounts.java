package io.fentry4j.unlink;

import io.fentry4j.ListenerThread;

/// What the kernel's side counts, read at one time.
///
/// @param notPaired of `filtered`, the calls that were not remembered at their entry
record UnlinkCounts(
        long entries,
        long paired,
        long filtered,
        long notPaired,
        long ringFull,
        long noStorage,
        long exitsAlone,
        long notFollowed,
        long missed) {

    /// In an order that never makes more events of a kind than there are in all.
    static UnlinkCounts read(UnlinkCopies copies) {
        UnlinkBpf bpf = copies.first();
        long entries = bpf.entries().get();
        long ringFull = bpf.ringFull().get();
        long noStorage = bpf.noStorage().get();
        long exitsAlone = bpf.exitsAlone().get();
        long filtered = bpf.filtered().get();
        long notPaired = bpf.notPaired().get();
        long paired = bpf.paired().get();
        return new UnlinkCounts(
                entries,
                paired,
                filtered,
                notPaired,
                ringFull,
                noStorage,
                exitsAlone,
                bpf.notFollowed().get(),
                copies.missed());
    }

    /// @param delivered read before this
    /// @param settled nothing more comes: what is not accounted for is lost
    UnlinkStatistics with(ListenerThread events, long delivered, boolean settled) {
        // A listener that never returns keeps the rest of the ring from being looked at: it is lost
        // all the same.
        long lostAtClose = settled ? paired - filtered - ringFull - delivered : events.discarded();
        return new UnlinkStatistics(
                paired + notPaired + noStorage,
                filtered + notPaired,
                delivered,
                ringFull,
                noStorage,
                lostAtClose,
                Math.max(0, exitsAlone - noStorage) + (settled ? entries - paired : 0),
                missed,
                notFollowed,
                events.failures());
    }
}
