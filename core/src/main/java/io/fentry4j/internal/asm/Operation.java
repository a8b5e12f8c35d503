package io.fentry4j.internal.asm;

/// What an arithmetic instruction does: `destination = destination operation operand`.
public enum Operation {
    ADD(0x00, "+="),
    SUBTRACT(0x10, "-="),
    MULTIPLY(0x20, "*="),
    /// Unsigned; by 0 it gives 0.
    DIVIDE(0x30, "/="),
    OR(0x40, "|="),
    AND(0x50, "&="),
    SHIFT_LEFT(0x60, "<<="),
    /// Fills with zeros.
    SHIFT_RIGHT(0x70, ">>="),
    /// Unsigned; by 0 it changes nothing.
    MODULO(0x90, "%="),
    XOR(0xa0, "^="),
    MOVE(0xb0, "="),
    /// Fills with the sign.
    SHIFT_RIGHT_SIGNED(0xc0, "s>>=");

    /// The operation bits of an opcode.
    final int bits;

    private final String text;

    Operation(int bits, String text) {
        this.bits = bits;
        this.text = text;
    }

    /// The operator, as the kernel's disassembler writes it.
    @Override
    public String toString() {
        return text;
    }
}
