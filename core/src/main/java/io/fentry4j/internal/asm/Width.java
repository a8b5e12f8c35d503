package io.fentry4j.internal.asm;

/// How many bytes a load or store moves.
public enum Width {
    BYTE(1, 0x10, "u8"),
    HALF(2, 0x08, "u16"),
    WORD(4, 0x00, "u32"),
    DOUBLE(8, 0x18, "u64");

    private final int bytes;

    /// The size bits of an opcode (`BPF_B` and so on).
    final int bits;

    private final String text;

    Width(int bytes, int bits, String text) {
        this.bytes = bytes;
        this.bits = bits;
        this.text = text;
    }

    /// The width of so many bytes.
    ///
    /// @throws IllegalArgumentException if no instruction moves so many
    public static Width of(int bytes) {
        return switch (bytes) {
            case 1 -> BYTE;
            case 2 -> HALF;
            case 4 -> WORD;
            case 8 -> DOUBLE;
            default ->
                    throw new IllegalArgumentException("no instruction moves " + bytes + " bytes");
        };
    }

    static Width ofOpcode(int opcode) {
        for (Width width : values()) {
            if ((opcode & 0x18) == width.bits) {
                return width;
            }
        }
        throw new AssertionError("two bits have four values");
    }

    public int bytes() {
        return bytes;
    }

    /// The type in C, as the kernel's disassembler writes it.
    @Override
    public String toString() {
        return text;
    }
}
