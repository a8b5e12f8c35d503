package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R6;
import static io.fentry4j.internal.asm.Instruction.R7;

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
/// what becomes of the event. [CallMemory] has it until then, or until the call's return.
final class ProgramWriter {

    static final String EVENTS = "events";

    private final Assembler assembler;
    private final Layout layout;
    private final Filter filter;
    private final CallAccess call;
    private final Output output;
    private final Counting counting;
    private final CallMemory memory;
    private final ReadEmitter reads;
    private final QuestionEmitter questions;
    private final Set<Slot> filled = new HashSet<>();
    private final Label lost;
    private final Label filtered;
    private final Label passed;
    private final Label end;
    private final Origin frame;

    /// Whether something jumps to [#filtered]: the verifier wants no code that nothing leads to.
    private boolean filters;

    /// Whether an earlier call may have left an event behind, which the return of this one would
    /// find if it keeps none itself.
    private boolean forgets;

    private ProgramWriter(
            String name, Layout layout, Filter filter, CallAccess call, Output output) {
        this.assembler = new Assembler(name);
        this.frame = assembler.origin();
        this.layout = layout;
        this.filter = filter;
        this.call = call;
        this.output = output;
        this.counting = new Counting(assembler);
        this.memory = new CallMemory(assembler, layout, call, counting);
        this.reads = new ReadEmitter(assembler, layout, call);
        this.questions = new QuestionEmitter(assembler);
        this.lost = assembler.label();
        this.filtered = assembler.label();
        this.passed = assembler.label();
        this.end = assembler.label();
    }

    /// The program that makes an event on its own, at the entry or at the return.
    static Code alone(String name, Layout layout, Filter filter, CallAccess call, Output output) {
        ProgramWriter writer = new ProgramWriter(name, layout, filter, call, output);
        writer.begin();
        if (layout.slots().stream().anyMatch(slot -> slot.read.isOfTask())) {
            writer.reads.task();
        }
        writer.values(layout.slots(), filter.parts());
        writer.hand();
        writer.countFiltered(writer.passed);
        writer.assembler.bind(writer.passed);
        writer.memory.free();
        writer.leave();
        writer.countLost();
        writer.leave();
        return writer.assembler.assemble();
    }

    /// The program at the entry of a call whose return makes the event.
    static Code entry(String name, Layout layout, Filter filter, CallAccess call, Output output) {
        ProgramWriter writer = new ProgramWriter(name, layout, filter, call, output);
        writer.forgets = call.leavesEntries();
        writer.begin();
        writer.rememberThread();
        writer.values(writer.slots(false), writer.parts(false));
        writer.rememberCall();
        writer.memory.keep(writer.end);
        writer.countLost();
        if (writer.countFiltered(writer.end)) {
            writer.memory.free();
        }
        writer.assembler.bind(writer.end);
        writer.leave();
        return writer.assembler.assemble();
    }

    /// The program at the return of a call whose entry was seen.
    static Code exit(String name, Layout layout, Filter filter, CallAccess call, Output output) {
        ProgramWriter writer = new ProgramWriter(name, layout, filter, call, output);
        writer.recall();
        writer.values(writer.slots(true), writer.parts(true));
        writer.hand();
        writer.countFiltered(writer.passed);
        writer.assembler.bind(writer.passed);
        writer.memory.forget(writer.end);
        writer.assembler.bind(writer.end);
        writer.leave();
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
        assembler.add(Instruction.copy(R6, R1));
        counting.count(TraceCounter.SEEN);
        if (forgets) {
            memory.forgetEarlier();
        }
        memory.take(lost);
        layout.number()
                .ifPresent(number -> {
                    call.number(assembler, number);
                    assembler.add(Instruction.store(Width.DOUBLE, R7, 0, R0));
                });
        for (int at = layout.header(); at < layout.endOfZeroed(); at += Long.BYTES) {
            assembler.add(Instruction.storeValue(Width.DOUBLE, R7, at, 0));
        }
        if (layout.tail().isPresent()) {
            assembler.add(Instruction.storeValue(Width.DOUBLE, R7, layout.tailLength(), 0));
        }
    }

    private void values(List<Slot> slots, List<Filter.Part> parts) {
        for (Filter.Part part : parts) {
            part.question().slots().filter(slots::contains).forEach(this::fill);
            assembler.origin(part.origin());
            questions.branch(part.question(), false, filtered);
        }
        slots.forEach(slot ->
                slots.stream()
                        .filter(other -> areOneTime(slot, other))
                        .filter(elapsed -> !filled.contains(slot) && !filled.contains(elapsed))
                        .findFirst()
                        .ifPresent(elapsed -> fillBoth(slot, elapsed)));
        slots.forEach(this::fill);
        assembler.origin(frame);
        filters |= !parts.isEmpty();
    }

    /// Whether one look at the clock gives both.
    private static boolean areOneTime(Slot slot, Slot other) {
        return slot.read instanceof Read.Context context
                && context.value() == ContextValue.TIMESTAMP
                && other.read instanceof Read.Elapsed;
    }

    private void fillBoth(Slot time, Slot elapsed) {
        filled.add(time);
        filled.add(elapsed);
        reads.fillTimes(time, elapsed);
    }

    private void fill(Slot slot) {
        if (filled.add(slot)) {
            reads.fill(slot);
        }
    }

    private void hand() {
        output.write(assembler, questions, passed);
        counting.count(TraceCounter.LOST);
    }

    private void rememberThread() {
        reads.task();
        reads.thread(R0);
        assembler.add(Instruction.store(Width.DOUBLE, R7, layout.thread(), R0));
    }

    private void rememberCall() {
        for (int argument : layout.arguments()) {
            CallAccess.Location at = call.locate(argument * Long.BYTES);
            assembler
                    .add(Instruction.load64(R1, at.register(), at.offset()))
                    .add(Instruction.store(Width.DOUBLE, R7, layout.argument(argument), R1));
        }
        if (layout.isTimed()) {
            assembler
                    .call(Helper.KTIME_GET_NS)
                    .add(Instruction.store(Width.DOUBLE, R7, layout.started(), R0));
        }
    }

    /// Register 7 = the event that the entry has begun. A call of which none is there was under way
    /// when the programs were attached, failed the filter at its entry, or is counted as lost. One
    /// of another thread is what a return that the kernel skipped has left behind.
    private void recall() {
        assembler.add(Instruction.copy(R6, R1));
        memory.find(end);
        reads.task();
        reads.thread(R0);
        assembler
                .add(Instruction.load64(R1, R7, layout.thread()))
                .jumpIfRegister(Condition.NOT_EQUAL, R1, R0, end);
    }

    /// There is no memory for the event, or no place to keep it.
    private void countLost() {
        assembler.bind(lost);
        counting.count(TraceCounter.LOST);
    }

    /// Says whether there is a filter. What goes on behind the instructions has not passed it.
    ///
    /// @param others where the others go on
    private boolean countFiltered(Label others) {
        if (filters) {
            assembler.jump(others).bind(filtered);
            counting.count(TraceCounter.FILTERED);
        }
        return filters;
    }

    private void leave() {
        assembler.add(Instruction.move(R0, 0), Instruction.exit());
    }
}
