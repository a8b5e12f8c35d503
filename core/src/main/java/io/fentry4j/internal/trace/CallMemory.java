package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.FRAME;
import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R3;
import static io.fentry4j.internal.asm.Instruction.R4;
import static io.fentry4j.internal.asm.Instruction.R7;
import static io.fentry4j.internal.asm.Instruction.R8;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Helper;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Label;
import io.fentry4j.internal.asm.Operation;
import io.fentry4j.internal.asm.Width;
import java.util.OptionalInt;

/// Writes the instructions that get a call memory for its event, find it again at the call's
/// return, and give it back. Register 6 holds the context; then register 7 the event.
///
/// ```
///  PLACES: an array                  KEPT: a hash, if entry and return are paired
///  +-----+-------+-----+-------+--   +-----+-------+
///  | key | event | key | event | …   | key | event |  calls whose place was taken
///  +-----+-------+-----+-------+--   +-----+-------+
///   the call's key says which,         made in
///   0: free                          SCRATCH: one for each CPU, with a key as well
/// ```
///
/// A call has one place where it can be, which its key tells, so that finding it takes no call of a
/// helper and keeping it no copy. If another call is there, which does not happen often, the event
/// is made in the CPU's own memory and kept in the hash.
///
/// The memory is taken by an exchange of its key: programs of the same trace may interrupt one
/// another, and on a kernel that preempts its own code the CPU's memory has more than one user.
/// What a call has left behind whose return the kernel skipped is taken over by the next one with
/// its key.
///
/// Exchanges are Linux 5.12's.
final class CallMemory {

    /// The name of the array of events of which each has one place.
    static final String PLACES = "places";

    /// The name of the hash of events whose place was taken.
    static final String KEPT = "kept";

    /// The name of the per-CPU array with one event, where the others are made.
    static final String SCRATCH = "scratch";

    /// The bytes of the key, before the event.
    static final int HEADER = Long.BYTES;

    private static final int PLACE_BITS = 10;

    /// How many events have a place.
    static final int PLACE_COUNT = 1 << PLACE_BITS;

    /// The golden ratio's, as in the kernel's `hash_32`: neighbouring stacks get distant places.
    private static final int SPREAD = 0x61C88647;

    private static final int KEY_OF_EVENT = -HEADER;

    private final Assembler assembler;
    private final Layout layout;
    private final CallAccess call;
    private final Counting counting;

    CallMemory(Assembler assembler, Layout layout, CallAccess call, Counting counting) {
        this.assembler = assembler;
        this.layout = layout;
        this.call = call;
        this.counting = counting;
    }

    /// Register 7 = memory for the event of a call that begins.
    ///
    /// @param lost where to go on if there is none
    void take(Label lost) {
        Label taken = assembler.label();
        place(lost);
        inHash(false);
        claim();
        assembler
                .jumpIf(Condition.EQUAL, R0, 0, taken)
                .jumpIfRegister(Condition.EQUAL, R0, R8, taken);
        index(0);
        lookup(SCRATCH, lost);
        inHash(true);
        claim();
        assembler.jumpIf(Condition.NOT_EQUAL, R0, 0, lost).bind(taken);
    }

    /// Keeps the event until the call's return.
    ///
    /// @param kept where to go on; what goes on behind the instructions instead is lost
    void keep(Label kept) {
        unlessInHash(kept);
        assembler
                .map(R1, KEPT)
                .add(Instruction.copy(R2, FRAME), Instruction.add(R2, StackPlaces.KEY))
                .add(Instruction.copy(R3, R7), Instruction.add(R3, KEY_OF_EVENT))
                .add(Instruction.move(R4, 0))
                .call(Helper.MAP_UPDATE_ELEM)
                .add(Instruction.copy(R8, R0));
        free();
        Label failed = assembler.label();
        assembler.jumpIf(Condition.NOT_EQUAL, R8, 0, failed);
        counting.count(TraceCounter.KEPT);
        assembler.jump(kept).bind(failed);
    }

    /// Register 7 = the event of a call that ends.
    ///
    /// @param none where to go on if its beginning has kept none
    void find(Label none) {
        Label found = assembler.label();
        place(none);
        inHash(false);
        assembler
                .add(Instruction.load64(R1, R7, KEY_OF_EVENT))
                .jumpIfRegister(Condition.EQUAL, R1, R8, found);
        counting.load(R1, TraceCounter.KEPT);
        assembler.jumpIf(Condition.EQUAL, R1, 0, none);
        inHash(true);
        assembler
                .map(R1, KEPT)
                .add(Instruction.copy(R2, FRAME), Instruction.add(R2, StackPlaces.KEY))
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, none)
                .add(Instruction.copy(R7, R0), Instruction.add(R7, HEADER))
                .bind(found);
    }

    /// Gives back what [#take] got.
    void free() {
        assembler.add(Instruction.move(R1, 0)).add(Instruction.exchange64(R7, KEY_OF_EVENT, R1));
    }

    /// Gives back what [#find] found.
    ///
    /// @param done where to go on
    void forget(Label done) {
        Label inHash = assembler.label();
        assembler
                .add(Instruction.load64(R1, FRAME, StackPlaces.IN_HASH))
                .jumpIf(Condition.NOT_EQUAL, R1, 0, inHash);
        free();
        assembler.jump(done).bind(inHash);
        delete();
    }

    /// Removes from the hash what an earlier call with the same key has left behind, whose return
    /// was not seen.
    void forgetEarlier() {
        Label none = assembler.label();
        counting.load(R1, TraceCounter.KEPT);
        assembler.jumpIf(Condition.EQUAL, R1, 0, none);
        key(R1);
        assembler.add(Instruction.store(Width.DOUBLE, FRAME, StackPlaces.KEY, R1));
        delete();
        assembler.bind(none);
    }

    private void delete() {
        assembler
                .map(R1, KEPT)
                .add(Instruction.copy(R2, FRAME), Instruction.add(R2, StackPlaces.KEY))
                .call(Helper.MAP_DELETE_ELEM);
    }

    /// Only what is kept can be under one's key at the return of a function that jumps to another.
    private void key(int register) {
        call.key(assembler, register, layout.paired() ? layout.number() : OptionalInt.empty());
    }

    /// Register 7 = the event's place, register 8 = the call's key.
    ///
    /// The key is put on the stack in any case: before Linux 6.3 the verifier does not know of a
    /// constant there, and looks at the way through the hash for a call that has its place too.
    private void place(Label none) {
        key(R8);
        assembler
                .add(Instruction.store(Width.DOUBLE, FRAME, StackPlaces.KEY, R8))
                .add(Instruction.copy32(R1, R8))
                .add(Instruction.alu(Operation.MULTIPLY, R1, SPREAD))
                .add(Instruction.alu(Operation.SHIFT_LEFT, R1, Integer.SIZE))
                .add(Instruction.alu(Operation.SHIFT_RIGHT, R1, Long.SIZE - PLACE_BITS))
                .add(Instruction.store(Width.WORD, FRAME, StackPlaces.INDEX, R1));
        lookup(PLACES, none);
    }

    private void index(int index) {
        assembler.add(Instruction.storeValue(Width.WORD, FRAME, StackPlaces.INDEX, index));
    }

    private void lookup(String map, Label none) {
        assembler
                .map(R1, map)
                .add(Instruction.copy(R2, FRAME), Instruction.add(R2, StackPlaces.INDEX))
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, none)
                .add(Instruction.copy(R7, R0), Instruction.add(R7, HEADER));
    }

    /// Register 0 = the key that was there; if it was 0, it is now register 8.
    private void claim() {
        assembler
                .add(Instruction.move(R0, 0))
                .add(Instruction.compareAndExchange64(R7, KEY_OF_EVENT, R8));
    }

    private void inHash(boolean is) {
        assembler.add(Instruction.storeValue(Width.DOUBLE, FRAME, StackPlaces.IN_HASH, is ? 1 : 0));
    }

    private void unlessInHash(Label target) {
        assembler
                .add(Instruction.load64(R1, FRAME, StackPlaces.IN_HASH))
                .jumpIf(Condition.EQUAL, R1, 0, target);
    }
}
