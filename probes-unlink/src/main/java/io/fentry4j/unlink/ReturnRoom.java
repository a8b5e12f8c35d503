package io.fentry4j.unlink;

import io.fentry4j.KretprobeProgram;
import io.fentry4j.Link;
import io.fentry4j.failure.BpfException;

/// Attaches kretprobes with the most room that can be had for calls under way.
///
/// As many threads as there are can be inside of a function at once: all that delete from one
/// directory wait there for its lock. So nothing less than the kernel's most would do.
final class ReturnRoom {

    private int calls = KretprobeProgram.MOST_ACTIVE;

    /// Attaches with all the room that the kernel gives, or where tracefs cannot be used, with what
    /// the kernel chooses.
    ///
    /// @throws BpfException if that is refused too, with the first refusal suppressed
    Link attach(KretprobeProgram program) {
        try {
            return program.maxActive(KretprobeProgram.MOST_ACTIVE).attach();
        } catch (BpfException refusal) {
            return attachWithLess(program, refusal);
        }
    }

    private Link attachWithLess(KretprobeProgram program, BpfException refusal) {
        try {
            Link link = program.attach();
            calls = Math.min(calls, program.maxActive());
            return link;
        } catch (BpfException e) {
            e.addSuppressed(refusal);
            throw e;
        }
    }

    /// For how many calls at a time of each function there is room: the least of what was attached.
    int calls() {
        return calls;
    }
}
