package io.fentry4j.internal.trace;

import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R6;
import static io.fentry4j.internal.asm.Instruction.R7;

import io.fentry4j.internal.asm.Assembler;
import io.fentry4j.internal.asm.Helper;
import io.fentry4j.internal.asm.Instruction;
import io.fentry4j.internal.asm.Operation;
import java.util.OptionalInt;

/// Where a program finds what its call was called with and returns, and what tells the call from
/// all others. Register 6 holds the context, register 7 the event.
sealed interface CallAccess {

    /// The bits in which the addresses of all kernel stacks are the same, on x86-64 with five
    /// levels of page tables too.
    int SAME_BITS = 7;

    /// How many functions can be told from one another.
    int FUNCTIONS = 1 << SAME_BITS;

    /// How many can share a program: the 3 lowest bits of a stack pointer are the same too.
    int SHARING_FUNCTIONS = FUNCTIONS << 3;

    private static void mix(Assembler assembler, int register, int number) {
        if (number >= FUNCTIONS) {
            throw new IllegalArgumentException("function " + number + " of " + FUNCTIONS);
        }
        assembler
                .constant(R2, (long) number << (Long.SIZE - SAME_BITS))
                .add(Instruction.aluRegister(Operation.XOR, register, R2));
    }

    /// An address: what is in a register, and so many bytes on.
    record Location(int register, int offset) {}

    /// Where the value is that a trampoline's context has at this offset.
    Location locate(int offset);

    /// Register = 8 bytes that no other call has meanwhile, the same at its entry and at its
    /// return, and not 0. Destroys registers 0 to 5.
    ///
    /// @param number the function's among several, of which one may be called by a jump at the end
    ///   of another; less than [#FUNCTIONS]
    void key(Assembler assembler, int register, OptionalInt number);

    /// Register 0 = the function's number. Destroys registers 1 to 5.
    ///
    /// @param number if each function has programs of its own
    default void number(Assembler assembler, int number) {
        assembler.add(Instruction.move(R0, number));
    }

    /// The pointers that a program may follow by loading.
    KernelPointers pointers();

    /// Whether the function is still on the stack at its return.
    boolean hasFrameAtReturn();

    /// Whether a call can find what an earlier one with the same key has left behind, because the
    /// kernel does not see all returns.
    boolean leavesEntries();

    /// Of fentry and fexit programs: the trampoline keeps a call's arguments in its own stack
    /// frame, in the same place for the programs at the entry and at the return
    /// (`arch_prepare_bpf_trampoline`), and no other call has a frame there meanwhile: not of the
    /// same function further up in a recursion, and not of another task.
    record Trampoline(KernelPointers pointers) implements CallAccess {

        @Override
        public Location locate(int offset) {
            return new Location(R6, offset);
        }

        @Override
        public void key(Assembler assembler, int register, OptionalInt number) {
            assembler.add(Instruction.copy(register, R6));
            if (number.isPresent()) {
                // The verifier calculates with addresses only if one is subtracted from another.
                assembler
                        .mapValue(R2, Counting.COUNTS, 0)
                        .add(Instruction.aluRegister(Operation.SUBTRACT, register, R2));
                mix(assembler, register, number.getAsInt());
            }
        }

        @Override
        public boolean hasFrameAtReturn() {
            return true;
        }

        @Override
        public boolean leavesEntries() {
            return false;
        }
    }

    /// Of kprobe and kretprobe programs, whose context are the registers. A call is known by its
    /// stack pointer at the entry, which at the return is found from the one there: measured on
    /// x86-64 with Linux 6.1 and 6.12. What the arguments were is kept in the event meanwhile.
    ///
    /// @param pointers none but the current task's
    /// @param resultSlot the number of the return value's slot in a trampoline's context
    /// @param shared whether several functions may share the program, each with its number as its
    ///   cookie
    record Kprobe(
            KernelPointers pointers,
            Registers registers,
            boolean atReturn,
            int resultSlot,
            Layout layout,
            boolean shared)
            implements CallAccess {

        @Override
        public Location locate(int offset) {
            int slot = offset / Long.BYTES;
            int inSlot = offset % Long.BYTES;
            if (slot == resultSlot) {
                return new Location(R6, registers.result() + inSlot);
            }
            return atReturn
                    ? new Location(R7, layout.argument(slot) + inSlot)
                    : new Location(R6, registers.arguments().get(slot) + inSlot);
        }

        @Override
        public void key(Assembler assembler, int register, OptionalInt number) {
            boolean mixed = shared && number.isPresent();
            if (mixed) {
                number(assembler, number.getAsInt());
            }
            assembler.add(Instruction.load64(register, R6, registers.stackPointer()));
            if (atReturn && registers.popped() != 0) {
                assembler.add(Instruction.add(register, -registers.popped()));
            }
            if (mixed) { // the low bits of a stack pointer are all 0
                assembler
                        .add(Instruction.copy(R2, R0))
                        .add(Instruction.alu(Operation.SHIFT_LEFT, R2, Long.SIZE - SAME_BITS))
                        .add(Instruction.aluRegister(Operation.XOR, register, R2))
                        .add(Instruction.alu(Operation.SHIFT_RIGHT, R0, SAME_BITS))
                        .add(Instruction.aluRegister(Operation.XOR, register, R0));
            } else {
                number.ifPresent(of -> mix(assembler, register, of));
            }
        }

        @Override
        public void number(Assembler assembler, int number) {
            if (shared) {
                assembler.add(Instruction.copy(R1, R6)).call(Helper.GET_ATTACH_COOKIE);
            } else {
                CallAccess.super.number(assembler, number);
            }
        }

        @Override
        public boolean hasFrameAtReturn() {
            return false;
        }

        @Override
        public boolean leavesEntries() {
            return true;
        }
    }
}
