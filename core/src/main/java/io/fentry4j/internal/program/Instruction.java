package io.fentry4j.internal.program;

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

    /// The end of this program's 512 bytes of stack.
    public static final int FRAME = 10;

    /// The helper `bpf_probe_read_kernel(destination, size, address)`, Linux 5.5.
    public static final int PROBE_READ_KERNEL = 113;

    private static final int MOV_IMMEDIATE = 0xb7; // ALU64 | MOV | K
    private static final int MOV_REGISTER = 0xbf; // ALU64 | MOV | X
    private static final int ADD_IMMEDIATE = 0x07; // ALU64 | ADD | K
    private static final int LOAD_64 = 0x79; // LDX | MEM | DW
    private static final int LOAD_IMMEDIATE_64 = 0x18; // LD | IMM | DW
    private static final int ATOMIC_64 = 0xdb; // STX | ATOMIC | DW
    private static final int JUMP_NOT_EQUAL_32 = 0x56; // JMP32 | JNE | K
    private static final int CALL = 0x85; // JMP | CALL
    private static final int EXIT = 0x95; // JMP | EXIT
    private static final int MAP_VALUE = 2; // BPF_PSEUDO_MAP_VALUE
    private static final int ADD = 0; // BPF_ADD

    /// `register = value`.
    public static Instruction move(int register, int value) {
        return new Instruction(MOV_IMMEDIATE, register, 0, 0, value);
    }

    /// `to = from`.
    public static Instruction copy(int to, int from) {
        return new Instruction(MOV_REGISTER, to, from, 0, 0);
    }

    /// `register += value`.
    public static Instruction add(int register, int value) {
        return new Instruction(ADD_IMMEDIATE, register, 0, 0, value);
    }

    /// `to = *(u64 *)(address + offset)`.
    public static Instruction load64(int to, int address, int offset) {
        return new Instruction(LOAD_64, to, address, offset, 0);
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
        return new Instruction(ATOMIC_64, address, from, offset, ADD);
    }

    /// `if ((u32) register != value)` skips the next `count` instructions (Linux 5.1).
    public static Instruction skipUnlessEqual32(int register, int value, int count) {
        return new Instruction(JUMP_NOT_EQUAL_32, register, 0, count, value);
    }

    /// Calls a helper by its number.
    public static Instruction call(int helper) {
        return new Instruction(CALL, 0, 0, 0, helper);
    }

    /// `return r0`.
    public static Instruction exit() {
        return new Instruction(EXIT, 0, 0, 0, 0);
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
