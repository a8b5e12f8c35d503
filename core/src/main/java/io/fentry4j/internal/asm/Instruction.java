package io.fentry4j.internal.asm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// One BPF instruction (`struct bpf_insn` in `linux/bpf.h`), made by the factories below.
///
/// ```
///  byte 0     1            2..3     4..7
///  +--------+-----+-----+--------+-----------+
///  | opcode | dst | src | offset | immediate |
///  +--------+-----+-----+--------+-----------+
///           low    high 4 bits
/// ```
///
/// Registers are numbers: 0 holds results, 1 to 5 the arguments of a call, which destroys them, 6
/// to 9 survive it, 10 is the frame pointer. A program begins with its context in 1.
///
/// @param opcode what to do
/// @param destination the register that is written, or compared
/// @param source the other register
/// @param offset bytes from an address, or the instructions that a jump skips
/// @param immediate a constant
public record Instruction(int opcode, int destination, int source, int offset, int immediate) {

    public Instruction {
        if (offset != (short) offset) {
            throw new IllegalArgumentException("offset " + offset + " is no 16 bits");
        }
    }

    /// The bytes that an instruction takes.
    public static final int BYTES = 8;

    /// The result register.
    public static final int R0 = 0;

    /// The context at the start, and the first argument of a call.
    public static final int R1 = 1;

    /// The second argument of a call.
    public static final int R2 = 2;

    /// The third argument of a call.
    public static final int R3 = 3;

    /// The fourth argument of a call.
    public static final int R4 = 4;

    /// The fifth argument of a call.
    public static final int R5 = 5;

    /// The first of four registers that survive a call.
    public static final int R6 = 6;

    /// The second of four registers that survive a call.
    public static final int R7 = 7;

    /// The third of four registers that survive a call.
    public static final int R8 = 8;

    /// The last of four registers that survive a call.
    public static final int R9 = 9;

    /// The end of this program's 512 bytes of stack.
    public static final int FRAME = 10;

    /// Loads and stores of the low 32 bits and the like have their class in the low 3 bits.
    private static final int LOAD_MEMORY = 0x61; // LDX | MEM

    private static final int STORE_REGISTER = 0x63; // STX | MEM
    private static final int STORE_IMMEDIATE = 0x62; // ST | MEM
    private static final int ALU_64 = 0x07;
    private static final int ALU_32 = 0x04;
    private static final int JUMP = 0x05;
    private static final int JUMP_32 = 0x06;
    private static final int REGISTER_OPERAND = 0x08; // BPF_X
    private static final int NEGATE = 0x87; // ALU64 | NEG
    static final int LOAD_IMMEDIATE_64 = 0x18; // LD | IMM | DW
    static final int ATOMIC_64 = 0xdb; // STX | ATOMIC | DW
    static final int CALL = 0x85; // JMP | CALL
    static final int EXIT = 0x95; // JMP | EXIT
    static final int MAP_DESCRIPTOR = 1; // BPF_PSEUDO_MAP_FD
    static final int MAP_VALUE = 2; // BPF_PSEUDO_MAP_VALUE
    static final int ATOMIC_ADD = 0; // BPF_ADD
    static final int EXCHANGE = 0xe1; // BPF_XCHG
    static final int COMPARE_AND_EXCHANGE = 0xf1; // BPF_CMPXCHG

    /// `register = value`, sign-extended.
    public static Instruction move(int register, int value) {
        return alu(Operation.MOVE, register, value);
    }

    /// `to = from`.
    public static Instruction copy(int to, int from) {
        return aluRegister(Operation.MOVE, to, from);
    }

    /// `to = (u32) from`: of an address too, whose low bits are then a number.
    public static Instruction copy32(int to, int from) {
        return new Instruction(ALU_32 | REGISTER_OPERAND | Operation.MOVE.bits, to, from, 0, 0);
    }

    /// `register += value`.
    public static Instruction add(int register, int value) {
        return alu(Operation.ADD, register, value);
    }

    /// `register = register operation value` with 64 bits, the value sign-extended.
    public static Instruction alu(Operation operation, int register, int value) {
        return new Instruction(ALU_64 | operation.bits, register, 0, 0, value);
    }

    /// `register = register operation operand` with 64 bits.
    public static Instruction aluRegister(Operation operation, int register, int operand) {
        return new Instruction(ALU_64 | REGISTER_OPERAND | operation.bits, register, operand, 0, 0);
    }

    /// `register = -register`.
    public static Instruction negate(int register) {
        return new Instruction(NEGATE, register, 0, 0, 0);
    }

    /// `to = *(width *)(address + offset)`, zero-extended.
    public static Instruction load(Width width, int to, int address, int offset) {
        return new Instruction(LOAD_MEMORY | width.bits, to, address, offset, 0);
    }

    /// `to = *(u64 *)(address + offset)`.
    public static Instruction load64(int to, int address, int offset) {
        return load(Width.DOUBLE, to, address, offset);
    }

    /// `*(width *)(address + offset) = from`.
    public static Instruction store(Width width, int address, int offset, int from) {
        return new Instruction(STORE_REGISTER | width.bits, address, from, offset, 0);
    }

    /// `*(width *)(address + offset) = value`, sign-extended.
    public static Instruction storeValue(Width width, int address, int offset, int value) {
        return new Instruction(STORE_IMMEDIATE | width.bits, address, 0, offset, value);
    }

    /// `register = ` a constant of 64 bits, its low half. Takes two instructions: [#highHalf] must
    /// follow.
    public static Instruction constant(int register, long value) {
        return new Instruction(LOAD_IMMEDIATE_64, register, 0, 0, (int) value);
    }

    /// The second half of [#constant].
    public static Instruction highHalf(long value) {
        return new Instruction(0, 0, 0, 0, (int) (value >>> Integer.SIZE));
    }

    /// `register = ` a map, for helpers. Takes two instructions: [#valueOffset] with 0 must follow.
    ///
    /// @param map the map's descriptor, needed until the program is loaded
    public static Instruction map(int register, int map) {
        return new Instruction(LOAD_IMMEDIATE_64, register, MAP_DESCRIPTOR, 0, map);
    }

    /// `register = ` the address of an array map's values (Linux 5.2). Takes two instructions:
    /// [#valueOffset] must follow.
    ///
    /// @param map the map's descriptor, needed until the program is loaded
    public static Instruction mapValue(int register, int map) {
        return new Instruction(LOAD_IMMEDIATE_64, register, MAP_VALUE, 0, map);
    }

    /// The second half of [#mapValue].
    ///
    /// @param bytes how far into the value
    public static Instruction valueOffset(int bytes) {
        return new Instruction(0, 0, 0, 0, bytes);
    }

    /// `*(u64 *)(address + offset) += from`, in one step for all CPUs.
    public static Instruction atomicAdd64(int address, int offset, int from) {
        return new Instruction(ATOMIC_64, address, from, offset, ATOMIC_ADD);
    }

    /// `*(u64 *)(address + offset)` and `register` exchange their values, in one step for all CPUs,
    /// before and after which all else is as it stands in the program (Linux 5.12).
    public static Instruction exchange64(int address, int offset, int register) {
        return new Instruction(ATOMIC_64, address, register, offset, EXCHANGE);
    }

    /// `*(u64 *)(address + offset) = value` if register 0 was there, and register 0 = what was
    /// there, in one step for all CPUs, before and after which all else is as it stands in the
    /// program (Linux 5.12).
    public static Instruction compareAndExchange64(int address, int offset, int value) {
        return new Instruction(ATOMIC_64, address, value, offset, COMPARE_AND_EXCHANGE);
    }

    /// `if ((u32) register != value)` skips the next `count` instructions (Linux 5.1).
    public static Instruction skipUnlessEqual32(int register, int value, int count) {
        return new Instruction(JUMP_32 | Condition.NOT_EQUAL.bits, register, 0, count, value);
    }

    /// `if (register condition value)` skips the next `count` instructions; the value is
    /// sign-extended.
    public static Instruction skipIf(Condition condition, int register, int value, int count) {
        return new Instruction(JUMP | condition.bits, register, 0, count, value);
    }

    /// `if (register condition operand)` skips the next `count` instructions.
    public static Instruction skipIfRegister(
            Condition condition, int register, int operand, int count) {
        return new Instruction(
                JUMP | REGISTER_OPERAND | condition.bits, register, operand, count, 0);
    }

    /// Skips the next `count` instructions.
    public static Instruction skip(int count) {
        return new Instruction(JUMP, 0, 0, count, 0);
    }

    /// Calls a helper.
    public static Instruction call(Helper helper) {
        return call(helper.number());
    }

    /// Calls a helper by its number.
    public static Instruction call(int helper) {
        return new Instruction(CALL, 0, 0, 0, helper);
    }

    /// `return r0`.
    public static Instruction exit() {
        return new Instruction(EXIT, 0, 0, 0, 0);
    }

    /// Whether the next instruction is the second half of this one.
    boolean isWide() {
        return opcode == LOAD_IMMEDIATE_64;
    }

    /// This one, skipping another number of instructions.
    Instruction withOffset(int newOffset) {
        return new Instruction(opcode, destination, source, newOffset, immediate);
    }

    /// This one, with another constant.
    Instruction withImmediate(int newImmediate) {
        return new Instruction(opcode, destination, source, offset, newImmediate);
    }

    /// A whole program in the kernel's format.
    public static byte[] encode(List<Instruction> program) {
        ByteBuffer bytes =
                ByteBuffer.allocate(program.size() * BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction instruction : program) {
            bytes.put((byte) instruction.opcode)
                    .put((byte) (instruction.source << 4 | instruction.destination))
                    .putShort((short) instruction.offset)
                    .putInt(instruction.immediate);
        }
        return bytes.array();
    }
}
