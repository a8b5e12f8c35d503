package io.fentry4j.examples.cli.unlink;

import io.fentry4j.unlink.UnlinkStatistics;
import java.util.ArrayList;
import java.util.List;

/// The last line of a run: what became of the events.
final class UnlinkSummary {

    private UnlinkSummary() {}

    /// `seen 3, delivered 3, lost 0`; what else was counted follows if it is not 0.
    static String of(UnlinkStatistics counts) {
        List<String> parts = new ArrayList<>();
        parts.add("seen " + counts.seen());
        addUnlessZero(parts, "filtered", counts.filtered());
        parts.add("delivered " + counts.delivered());
        parts.add("lost " + counts.lost() + reasons(counts));
        addUnlessZero(parts, "unpaired", counts.unpaired());
        addUnlessZero(parts, "missed", counts.missed());
        addUnlessZero(parts, "processes not followed", counts.notFollowed());
        addUnlessZero(parts, "listener failures", counts.listenerFailures());
        return String.join(", ", parts);
    }

    /// Whether there is something in it that should not be.
    static boolean hasTrouble(UnlinkStatistics counts) {
        return counts.lost() + counts.missed() + counts.notFollowed() + counts.listenerFailures()
                != 0;
    }

    private static String reasons(UnlinkStatistics counts) {
        List<String> reasons = new ArrayList<>();
        if (counts.lostRingFull() != 0) {
            reasons.add(
                    "ring buffer full: " + counts.lostRingFull() + ", a larger --ring-size helps");
        }
        addUnlessZero(reasons, "no memory in the kernel:", counts.lostNoMemory());
        addUnlessZero(reasons, "not printed before the end:", counts.lostAtClose());
        return reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
    }

    private static void addUnlessZero(List<String> parts, String what, long count) {
        if (count != 0) {
            parts.add(what + " " + count);
        }
    }
}
