package io.fentry4j.internal.trace;

import io.fentry4j.KretprobeProgram;
import io.fentry4j.failure.BpfException;
import io.fentry4j.internal.program.RawProgram;

/// For how many calls of a function at a time a kretprobe is to have room.
///
/// @param calls more than the kernel's choice, by tracefs
/// @param required whether the kernel's choice is a failure
record KretprobeRoom(int calls, boolean required) {

    private static final int LEAST = 64;

    /// The kernel takes the memory at the attach, so that many functions share what one may have.
    static KretprobeRoom among(int functions) {
        return new KretprobeRoom(Math.max(LEAST, KretprobeProgram.MOST_ACTIVE / functions), false);
    }

    KretprobeRoom orNothing() {
        return new KretprobeRoom(calls, true);
    }

    AutoCloseable attach(RawProgram program, String function) {
        try {
            return program.attachKretprobe(function, calls);
        } catch (BpfException refusal) {
            if (required) {
                throw refusal;
            }
            return attachWithLess(program, function, refusal);
        }
    }

    private static AutoCloseable attachWithLess(
            RawProgram program, String function, BpfException refusal) {
        try {
            return program.attachKretprobe(function, 0);
        } catch (BpfException e) {
            e.addSuppressed(refusal);
            throw e;
        }
    }
}
