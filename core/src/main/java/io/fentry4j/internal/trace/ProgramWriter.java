package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.FRAME;
import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R3;
import static io.fentry4j.internal.asm.Instruction.R4;
import static io.fentry4j.internal.asm.Instruction.R6;
import static io.fentry4j.internal.asm.Instruction.R7;
import static io.fentry4j.internal.asm.Instruction.R8;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Code;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Helper;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Label;
import io.fentry4j.internal.asm.Origin;
import io.fentry4j.internal.asm.Width;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes a whole program: the values that the filter needs, the filter, the other values, and then
/// either the event or the call's memory until its return. [CallAccess] says how a call is known.
final class ProgramWriter {

    static final String EVENTS = "events";
    static final String SCRATCH = "scratch";
    static final String CALLS = "calls";
    static final String COUNTS = "counts";

    /// On the stack: what tells the call, and where there are several functions the number of its
    /// own, because one that ends with a jump to another has its stack pointer too.
    private static final int KEY = -24;

    private final Assembler assembler;
    private final Layout layout;
    private final Filter filter;
    private final CallAccess call;
    private final Output output;
    private final ReadEmitter reads;
    private final QuestionEmitter questions;
    private final Set<Slot> filled = new HashSet<>();
    private final Label end;
    private final Label filtered;
    private final Origin frame;

    /// Whether something jumps to [#filtered]: the verifier wants no code that nothing leads to.
    private boolean filters;

    /// Whether a call that does not pass the filter at its entry removes what an earlier one has
    /// left under its key, which its return would find.
    private boolean forgets;

    private ProgramWriter(
            String name, Layout layout, Filter filter, CallAccess call, Output output) {
        this.assembler = new Assembler(name);
        this.frame = assembler.origin();
        this.layout = layout;
        this.filter = filter;
        this.call = call;
        this.output = output;
        this.reads = new ReadEmitter(assembler, layout, call);
        this.questions = new QuestionEmitter(assembler);
        this.end = assembler.label();
        this.filtered = assembler.label();
    }

    /// The program that makes an event on its own, at the entry or at the return.
    static Code alone(String name, Layout layout, Filter filter, CallAccess call) {
        return alone(name, layout, filter, call, new RingOutput(layout));
    }

    /// The program that does all on its own, at the entry or at the return.
    static Code alone(String name, Layout layout, Filter filter, CallAccess call, Output output) {
        ProgramWriter writer = new ProgramWriter(name, layout, filter, call, output);
        writer.begin();
        writer.values(layout.slots(), filter.parts());
        writer.hand();
        writer.finish();
        return writer.assembler.assemble();
    }

    /// The program at the entry of a call whose return makes the event.
    static Code entry(String name, Layout layout, Filter filter, CallAccess call) {
        ProgramWriter writer =
                new ProgramWriter(name, layout, filter, call, new RingOutput(layout));
        writer.forgets = call.leavesEntries();
        writer.begin();
        writer.values(writer.slots(false), writer.parts(false));
        writer.remember();
        writer.finish();
        return writer.assembler.assemble();
    }

    /// The program at the return of a call whose entry was seen.
    static Code exit(String name, Layout layout, Filter filter, CallAccess call) {
        return exit(name, layout, filter, call, new RingOutput(layout));
    }

    /// The program at the return of a call whose entry was seen.
    static Code exit(String name, Layout layout, Filter filter, CallAccess call, Output output) {
        ProgramWriter writer = new ProgramWriter(name, layout, filter, call, output);
        writer.recall();
        writer.values(writer.slots(true), writer.parts(true));
        writer.hand();
        writer.finishCall();
        return writer.assembler.assemble();
    }

    /// Of calls whose entry and return are paired: what is taken at the return.
    private boolean isLate(Slot slot) {
        return slot.atReturn
                || (slot.read instanceof Read.Stack && call.hasFrameAtReturn())
                || (slot.read instanceof Read.Context context && context.value().ofEvent);
    }

    private List<Slot> slots(boolean late) {
        return layout.slots().stream().filter(slot -> isLate(slot) == late).toList();
    }

    private List<Filter.Part> parts(boolean late) {
        return filter.parts().stream()
                .filter(part -> part.question().slots().anyMatch(this::isLate) == late)
                .toList();
    }

    /// Register 7 = memory for the event.
    private void begin() {
        assembler
                .add(Instruction.copy(R6, R1))
                .add(Instruction.storeValue(Width.WORD, FRAME, KEY, 0))
                .map(R1, SCRATCH)
                .add(Instruction.copy(R2, FRAME), Instruction.add(R2, KEY))
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, end)
                .add(Instruction.copy(R7, R0));
        layout.number()
                .ifPresent(number ->
                        assembler.add(Instruction.storeValue(Width.DOUBLE, R7, 0, number)));
        for (int at = layout.header(); at < layout.endOfZeroed(); at += Long.BYTES) {
            assembler.add(Instruction.storeValue(Width.DOUBLE, R7, at, 0));
        }
        count(TraceCounter.SEEN);
    }

    private void values(List<Slot> slots, List<Filter.Part> parts) {
        for (Filter.Part part : parts) {
            part.question().slots().filter(slots::contains).forEach(this::fill);
            assembler.origin(part.origin());
            questions.branch(part.question(), false, filtered);
        }
        slots.forEach(this::fill);
        assembler.origin(frame);
        filters |= !parts.isEmpty();
    }

    private void fill(Slot slot) {
        if (filled.add(slot)) {
            reads.fill(slot);
        }
    }

    private void hand() {
        Label taken = assembler.label();
        output.write(assembler, questions, taken);
        count(TraceCounter.LOST);
        assembler.bind(taken);
    }

    /// Keeps the event under the call's key.
    private void remember() {
        for (int argument : layout.arguments()) {
            CallAccess.Location at = call.locate(argument * Long.BYTES);
            assembler
                    .add(Instruction.load64(R1, at.register(), at.offset()))
                    .add(Instruction.store(Width.DOUBLE, R7, layout.argument(argument), R1));
        }
        assembler
                .call(Helper.GET_CURRENT_PID_TGID)
                .add(Instruction.store(Width.DOUBLE, R7, layout.thread(), R0))
                .call(Helper.KTIME_GET_NS)
                .add(Instruction.store(Width.DOUBLE, R7, layout.started(), R0));
        key();
        assembler
                .map(R1, CALLS)
                .add(Instruction.copy(R2, FRAME), Instruction.add(R2, KEY))
                .add(Instruction.copy(R3, R7), Instruction.move(R4, 0))
                .call(Helper.MAP_UPDATE_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, end);
        count(TraceCounter.LOST);
    }

    /// Register 7 = the event that the entry has begun. A call of which none is there was under way
    /// when the programs were attached, failed the filter at its entry, or is counted as lost. One
    /// of another thread is what a return that the kernel skipped has left behind.
    private void recall() {
        assembler
                .add(Instruction.copy(R6, R1))
                .call(Helper.GET_CURRENT_PID_TGID)
                .add(Instruction.copy(R8, R0));
        key();
        assembler
                .map(R1, CALLS)
                .add(Instruction.copy(R2, FRAME), Instruction.add(R2, KEY))
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, end)
                .add(Instruction.copy(R7, R0))
                .add(Instruction.load64(R1, R7, layout.thread()))
                .jumpIfRegister(Condition.NOT_EQUAL, R1, R8, end);
    }

    private void key() {
        call.key(assembler, KEY);
        layout.number()
                .ifPresent(number ->
                        assembler.add(
                                Instruction.storeValue(
                                        Width.DOUBLE, FRAME, KEY + Long.BYTES, number)));
    }

    private void finish() {
        countFiltered();
        leave();
    }

    private void finishCall() {
        countFiltered();
        forget();
        leave();
    }

    private void forget() {
        assembler
                .map(R1, CALLS)
                .add(Instruction.copy(R2, FRAME), Instruction.add(R2, KEY))
                .call(Helper.MAP_DELETE_ELEM);
    }

    private void countFiltered() {
        if (filters) {
            Label passed = assembler.label();
            assembler.jump(passed).bind(filtered);
            count(TraceCounter.FILTERED);
            if (forgets) {
                key();
                forget();
            }
            assembler.bind(passed);
        }
    }

    private void leave() {
        assembler.bind(end).add(Instruction.move(R0, 0), Instruction.exit());
    }

    private void count(TraceCounter counter) {
        assembler
                .mapValue(R1, COUNTS, counter.index * Long.BYTES)
                .add(Instruction.move(R2, 1), Instruction.atomicAdd64(R1, 0, R2));
    }
}
