package io.fentry4j.internal.asm;

import java.util.Arrays;
import java.util.Optional;

/// Writes instructions in the words of the kernel's disassembler (`kernel/bpf/disasm.c`), which
/// `bpftool prog dump xlated` and the verifier's log use too.
final class Disassembler {

    private static final int CLASS = 0x07;
    private static final int OPERAND = 0x08;
    private static final int KIND = 0xf0;
    private static final int NEGATE = 0x80;
    private static final int MODE = 0xe0;
    private static final int ATOMIC = 0xc0;

    private final Code code;

    Disassembler(Code code) {
        this.code = code;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < code.instructions().size(); at++) {
            Origin origin = code.origins().get(at);
            if (at == 0 || !origin.equals(code.origins().get(at - 1))) {
                text.append("; ").append(origin.text()).append('\n');
            }
            Instruction instruction = code.instructions().get(at);
            text.append("%d: (%02x) %s\n".formatted(at, instruction.opcode(), statement(at)));
            if (instruction.isWide()) {
                at++;
            }
        }
        return text.toString();
    }

    private String statement(int at) {
        Instruction i = code.instructions().get(at);
        return switch (i.opcode() & CLASS) {
            case 0x00 -> "r%d = %s".formatted(i.destination(), wide(at));
            case 0x01 -> "r%d = %s".formatted(i.destination(), memory(i, i.source()));
            case 0x02 -> "%s = %d".formatted(memory(i, i.destination()), i.immediate());
            case 0x03 -> store(i);
            case 0x04 -> "w%d = w%d".formatted(i.destination(), i.source());
            case 0x05 -> jump(i, "r");
            case 0x06 -> jump(i, "w");
            case 0x07 -> arithmetic(i);
            default -> throw new IllegalArgumentException("no text for " + i);
        };
    }

    private String wide(int at) {
        Instruction low = code.instructions().get(at);
        Instruction high = code.instructions().get(at + 1);
        String map = code.maps().getOrDefault(at, "fd=" + low.immediate());
        return switch (low.source()) {
            case Instruction.MAP_DESCRIPTOR -> "map[" + map + "]";
            case Instruction.MAP_VALUE -> "map[" + map + "][0]+" + high.immediate();
            default ->
                    "0x"
                            + Long.toHexString(
                                    Integer.toUnsignedLong(low.immediate())
                                            | (long) high.immediate() << Integer.SIZE);
        };
    }

    private static String memory(Instruction i, int register) {
        return "*(%s *)(r%d %+d)".formatted(Width.ofOpcode(i.opcode()), register, i.offset());
    }

    private static String store(Instruction i) {
        String memory = memory(i, i.destination());
        if ((i.opcode() & MODE) != ATOMIC) {
            return "%s = r%d".formatted(memory, i.source());
        }
        String address =
                "(%s *)(r%d %+d)"
                        .formatted(Width.ofOpcode(i.opcode()), i.destination(), i.offset());
        return switch (i.immediate()) {
            case Instruction.ATOMIC_ADD -> "lock %s += r%d".formatted(memory, i.source());
            case Instruction.EXCHANGE ->
                    "r%d = atomic64_xchg(%s, r%d)".formatted(i.source(), address, i.source());
            case Instruction.COMPARE_AND_EXCHANGE ->
                    "r0 = atomic64_cmpxchg(%s, r0, r%d)".formatted(address, i.source());
            default -> throw new IllegalArgumentException("no text for " + i);
        };
    }

    private static String arithmetic(Instruction i) {
        if ((i.opcode() & KIND) == NEGATE) {
            return "r%d = -r%d".formatted(i.destination(), i.destination());
        }
        Operation operation =
                Arrays.stream(Operation.values())
                        .filter(candidate -> candidate.bits == (i.opcode() & KIND))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no text for " + i));
        String operand = hasRegister(i) ? "r" + i.source() : "" + i.immediate();
        return "r%d %s %s".formatted(i.destination(), operation, operand);
    }

    private static String jump(Instruction i, String prefix) {
        return switch (i.opcode()) {
            case Instruction.EXIT -> "exit";
            case Instruction.CALL -> {
                Optional<Helper> helper = Helper.of(i.immediate());
                yield "call "
                        + helper.map(Helper::toString).orElse("unknown")
                        + "#"
                        + i.immediate();
            }
            case 0x05 -> "goto pc%+d".formatted(i.offset());
            default -> {
                Condition condition =
                        Arrays.stream(Condition.values())
                                .filter(candidate -> candidate.bits == (i.opcode() & KIND))
                                .findFirst()
                                .orElseThrow();
                yield "if %s%d %s %s goto pc%+d"
                        .formatted(
                                prefix,
                                i.destination(),
                                condition,
                                hasRegister(i)
                                        ? prefix + i.source()
                                        : "0x" + Integer.toHexString(i.immediate()),
                                i.offset());
            }
        };
    }

    private static boolean hasRegister(Instruction i) {
        return (i.opcode() & OPERAND) != 0;
    }
}
