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
import static io.fentry4j.internal.asm.Instruction.R9;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Condition;
import io.fentry4j.internal.asm.Helper;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Label;
import io.fentry4j.internal.asm.Operation;
import io.fentry4j.internal.asm.Width;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Writes the instructions that fill a slot. Register 6 holds the context, register 7 the event,
/// register 9 the current task if [#task] has been called; register 8 is in use here.
final class ReadEmitter {

    /// `BPF_F_USER_STACK`.
    private static final int USER_STACK = 1 << 8;

    private final Assembler assembler;
    private final Layout layout;
    private final CallAccess call;
    private final KernelPointers pointers;
    private @Nullable TaskFields task;

    ReadEmitter(Assembler assembler, Layout layout, CallAccess call) {
        this.assembler = assembler;
        this.layout = layout;
        this.call = call;
        this.pointers = call.pointers();
    }

    /// Register 9 = the current task.
    void task() {
        task = pointers.task();
        assembler.call(Helper.GET_CURRENT_TASK_BTF).add(Instruction.copy(R9, R0));
    }

    private TaskFields fields() {
        return Objects.requireNonNull(task);
    }

    /// The register = the number of the current thread.
    void thread(int register) {
        assembler.add(Instruction.load(Width.WORD, register, R9, fields().tid()));
    }

    /// A kernel that clang has built says that the pointer may be null, as those of RCU may.
    private void ofCred(int offset, Slot slot) {
        Label none = assembler.label();
        assembler
                .add(Instruction.load64(R1, R9, fields().cred()))
                .add(Instruction.move(R0, 0))
                .jumpIf(Condition.EQUAL, R1, 0, none)
                .add(Instruction.load(Width.WORD, R0, R1, offset))
                .bind(none);
        store(slot, R0);
    }

    /// Fills the slot, or sets its flag.
    void fill(Slot slot) {
        assembler.origin(slot.origin);
        Label absent = assembler.label();
        switch (slot.read) {
            case Read.Scalar scalar -> scalar(scalar, slot, absent);
            case Read.Text text -> text(text, slot, absent);
            case Read.Bytes bytes -> {
                address(bytes.start(), absent);
                read(
                        bytes.user() ? Helper.PROBE_READ_USER : Helper.PROBE_READ_KERNEL,
                        R7,
                        slot.offset(),
                        bytes.length());
                assembler.jumpIf(Condition.NOT_EQUAL, R0, 0, absent);
            }
            case Read.Context context -> context(context.value(), slot);
            case Read.Stack stack -> stack(stack, slot, absent);
            case Read.Elapsed _ -> {
                assembler.call(Helper.KTIME_GET_NS);
                elapsed(slot);
            }
        }
        Label done = assembler.label();
        if (slot.mayFail()) {
            assembler
                    .jump(done)
                    .bind(absent)
                    .add(Instruction.storeValue(Width.BYTE, R7, slot.flag, 1));
        } else {
            assembler.bind(absent); // nothing can jump there but a read of the context
        }
        assembler.bind(done);
    }

    private void store(Slot slot, int register) {
        assembler.add(Instruction.store(Width.DOUBLE, R7, slot.offset(), register));
    }

    private void scalar(Read.Scalar scalar, Slot slot, Label absent) {
        if (scalar.place() instanceof Place.Context(int offset, boolean loadable) && loadable) {
            int inSlot = offset % Long.BYTES;
            load(R1, offset - inSlot);
            narrow(scalar, inSlot * Byte.SIZE + scalar.shift(), Long.SIZE);
        } else {
            Label loaded = assembler.label();
            if (scalar.place() instanceof Place.Memory(Place pointer, int offset)) {
                OptionalInt struct = pointer(pointer, absent);
                int near = nearer(offset);
                if (struct.isPresent()
                        && pointers.canLoad(struct.getAsInt(), offset, scalar.bytes())) {
                    assembler
                            .add(Instruction.load(Width.of(scalar.bytes()), R1, R3, near))
                            .jumpIf(Condition.NOT_EQUAL, R1, 0, loaded);
                }
                further(near); // the helper tells whether it could not be read
            } else {
                address(scalar.place(), absent);
            }
            read(Helper.PROBE_READ_KERNEL, FRAME, StackPlaces.WORD, scalar.bytes());
            assembler
                    .jumpIf(Condition.NOT_EQUAL, R0, 0, absent)
                    .add(Instruction.load(Width.of(scalar.bytes()), R1, FRAME, StackPlaces.WORD))
                    .bind(loaded);
            narrow(scalar, scalar.shift(), scalar.bytes() * Byte.SIZE);
        }
        store(slot, R1);
    }

    private void load(int to, int offset) {
        CallAccess.Location at = call.locate(offset);
        assembler.add(Instruction.load64(to, at.register(), at.offset()));
    }

    /// Leaves the value's bits of register 1, extended to 64.
    ///
    /// @param loaded how many low bits can be other than 0
    private void narrow(Read.Scalar scalar, int shift, int loaded) {
        boolean whole = shift == 0 && scalar.bits() == loaded;
        if (whole && (loaded == Long.SIZE || !scalar.signed())) {
            return;
        }
        int left = Long.SIZE - shift - scalar.bits();
        if (left > 0) {
            assembler.add(Instruction.alu(Operation.SHIFT_LEFT, R1, left));
        }
        assembler.add(
                Instruction.alu(
                        scalar.signed() ? Operation.SHIFT_RIGHT_SIGNED : Operation.SHIFT_RIGHT,
                        R1,
                        Long.SIZE - scalar.bits()));
    }

    private void text(Read.Text text, Slot slot, Label absent) {
        switch (text.space()) {
            case KERNEL, USER -> {
                copyText(text, text.space() == AddressSpace.USER, slot, absent);
                orAbsent(text, absent);
            }
            case EITHER -> {
                Label read = assembler.label();
                copyText(text, false, slot, absent);
                assembler.jumpIf(Condition.SIGNED_GREATER_OR_EQUAL, R0, 0, read);
                copyText(text, true, slot, absent);
                orAbsent(text, absent);
                assembler.bind(read);
            }
        }
        if (isTail(slot)) {
            assembler.add(Instruction.store(Width.DOUBLE, R7, layout.tailLength(), R0));
        }
    }

    private void copyText(Read.Text text, boolean user, Slot slot, Label absent) {
        address(text.start(), absent);
        Helper helper =
                text.terminated()
                        ? user ? Helper.PROBE_READ_USER_STR : Helper.PROBE_READ_KERNEL_STR
                        : user ? Helper.PROBE_READ_USER : Helper.PROBE_READ_KERNEL;
        Label read = assembler.label();
        if (!user && isTail(slot)) {
            assembler.add(Instruction.copy(R8, R3));
            ShortText.read(assembler, slot.offset(), read);
            assembler.add(Instruction.copy(R3, R8));
        }
        read(helper, R7, slot.offset(), text.capacity());
        assembler.bind(read);
    }

    /// Of which only what is before its end leaves the kernel.
    private boolean isTail(Slot slot) {
        return layout.tail().equals(Optional.of(slot));
    }

    /// A string has a length, a copy of bytes the result 0.
    private void orAbsent(Read.Text text, Label absent) {
        assembler.jumpIf(
                text.terminated() ? Condition.SIGNED_LESS : Condition.NOT_EQUAL, R0, 0, absent);
    }

    private void context(ContextValue value, Slot slot) {
        switch (value) {
            case PID -> {
                assembler.add(Instruction.load(Width.WORD, R0, R9, fields().pid()));
                store(slot, R0);
            }
            case TID -> {
                thread(R0);
                store(slot, R0);
            }
            case UID -> ofCred(fields().uid(), slot);
            case GID -> ofCred(fields().gid(), slot);
            case CPU -> {
                assembler.call(Helper.GET_SMP_PROCESSOR_ID);
                store(slot, R0);
            }
            case CGROUP_ID -> {
                assembler.call(Helper.GET_CURRENT_CGROUP_ID);
                store(slot, R0);
            }
            case TIMESTAMP -> {
                assembler.call(Helper.KTIME_GET_NS);
                store(slot, R0);
            }
            case COMM -> comm(slot);
        }
    }

    /// A key is compared byte by byte, and before Linux 5.17 an older name may stand behind the
    /// NUL; the helper fills up with zeros.
    private void comm(Slot slot) {
        if (layout.isOfKey(slot)) {
            assembler
                    .add(Instruction.copy(R1, R7), Instruction.add(R1, slot.offset()))
                    .add(Instruction.move(R2, ContextValue.COMM_BYTES))
                    .call(Helper.GET_CURRENT_COMM);
            return;
        }
        for (int at = 0; at < ContextValue.COMM_BYTES; at += Long.BYTES) {
            assembler
                    .add(Instruction.load64(R0, R9, fields().comm() + at))
                    .add(Instruction.store(Width.DOUBLE, R7, slot.offset() + at, R0));
        }
    }

    private void stack(Read.Stack stack, Slot slot, Label absent) {
        assembler
                .add(Instruction.copy(R1, R6))
                .add(Instruction.copy(R2, R7), Instruction.add(R2, slot.offset()))
                .add(Instruction.move(R3, stack.bytesInEvent()))
                .add(Instruction.move(R4, stack.user() ? USER_STACK : 0))
                .call(Helper.GET_STACK)
                .jumpIf(Condition.SIGNED_LESS_OR_EQUAL, R0, 0, absent);
    }

    /// Fills two slots by one look at the clock.
    void fillTimes(Slot time, Slot elapsed) {
        assembler.origin(time.origin);
        assembler.call(Helper.KTIME_GET_NS);
        store(time, R0);
        elapsed(elapsed);
    }

    /// Register 0 holds the time.
    private void elapsed(Slot slot) {
        assembler
                .add(Instruction.load64(R1, R7, layout.started()))
                .add(Instruction.aluRegister(Operation.SUBTRACT, R0, R1));
        store(slot, R0);
    }

    /// Register 3 = the address of the place.
    private void address(Place place, Label absent) {
        int offset =
                switch (place) {
                    case Place.Context(int at, _) -> {
                        CallAccess.Location location = call.locate(at);
                        assembler.add(Instruction.copy(R3, location.register()));
                        yield location.offset();
                    }
                    case Place.Memory(Place pointer, int at) -> {
                        var _ = pointer(pointer, absent);
                        yield at;
                    }
                    case Place.Unavailable _ -> throw new AssertionError(place);
                };
        further(offset);
    }

    /// Register 3 = the pointer that lies at the place. Gives the struct that the verifier knows it
    /// to point to.
    private OptionalInt pointer(Place place, Label absent) {
        if (place instanceof Place.Context(int offset, boolean loadable) && loadable) {
            load(R3, offset);
            return pointers.inContext(offset);
        }
        if (place instanceof Place.Memory(Place pointer, int offset)) {
            OptionalInt struct = pointer(pointer, absent);
            if (struct.isPresent() && pointers.canLoad(struct.getAsInt(), offset, Long.BYTES)) {
                assembler
                        .add(Instruction.load64(R3, R3, nearer(offset)))
                        .jumpIf(Condition.EQUAL, R3, 0, absent); // or it could not be read
                return pointers.inStruct(struct.getAsInt(), offset);
            }
            further(offset);
        } else {
            address(place, absent);
        }
        read(Helper.PROBE_READ_KERNEL, FRAME, StackPlaces.WORD, Long.BYTES);
        assembler
                .jumpIf(Condition.NOT_EQUAL, R0, 0, absent)
                .add(Instruction.load64(R3, FRAME, StackPlaces.WORD));
        return OptionalInt.empty();
    }

    /// The address in register 3 += offset.
    private void further(int offset) {
        if (offset != 0) {
            assembler.add(Instruction.add(R3, offset));
        }
    }

    /// Adds the offset to the address in register 3 if it is too far for an instruction.
    ///
    /// @return what is left of it
    private int nearer(int offset) {
        if (offset == (short) offset) {
            return offset;
        }
        further(offset);
        return 0;
    }

    /// Reads from the address in register 3.
    private void read(Helper helper, int base, int offset, int bytes) {
        assembler
                .add(Instruction.copy(R1, base), Instruction.add(R1, offset))
                .add(Instruction.move(R2, bytes))
                .call(helper);
    }
}
