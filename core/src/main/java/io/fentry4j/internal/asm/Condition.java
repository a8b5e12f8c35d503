package io.fentry4j.internal.asm;

/// When a jump is taken.
public enum Condition {
    EQUAL(0x10, "=="),
    NOT_EQUAL(0x50, "!="),
    GREATER(0x20, ">"),
    GREATER_OR_EQUAL(0x30, ">="),
    LESS(0xa0, "<"),
    LESS_OR_EQUAL(0xb0, "<="),
    SIGNED_GREATER(0x60, "s>"),
    SIGNED_GREATER_OR_EQUAL(0x70, "s>="),
    SIGNED_LESS(0xc0, "s<"),
    SIGNED_LESS_OR_EQUAL(0xd0, "s<="),
    /// Some bit of the operand is set in the register.
    ANY_BIT(0x40, "&");

    /// The operation bits of an opcode.
    final int bits;

    private final String text;

    Condition(int bits, String text) {
        this.bits = bits;
        this.text = text;
    }

    /// When this one is not met.
    ///
    /// @throws IllegalStateException for [#ANY_BIT], which has no opposite
    public Condition opposite() {
        return switch (this) {
            case EQUAL -> NOT_EQUAL;
            case NOT_EQUAL -> EQUAL;
            case GREATER -> LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> LESS;
            case LESS -> GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> GREATER;
            case SIGNED_GREATER -> SIGNED_LESS_OR_EQUAL;
            case SIGNED_GREATER_OR_EQUAL -> SIGNED_LESS;
            case SIGNED_LESS -> SIGNED_GREATER_OR_EQUAL;
            case SIGNED_LESS_OR_EQUAL -> SIGNED_GREATER;
            case ANY_BIT -> throw new IllegalStateException("no jump is taken if no bit is set");
        };
    }

    /// The operator, as the kernel's disassembler writes it.
    @Override
    public String toString() {
        return text;
    }
}
