package io.fentry4j.internal.asm;

import static io.fentry4j.internal.asm.Instruction.FRAME;
import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AssemblerTest {

    private final Assembler assembler = new Assembler("test");

    @Test
    void a_jump_skips_what_stands_between_it_and_its_label() {
        Label end = assembler.label();
        Label start = assembler.label();
        assembler
                .bind(start)
                .jumpIf(Condition.EQUAL, R1, 7, end)
                .constant(R2, 1L << 40)
                .jump(start)
                .bind(end)
                .add(Instruction.exit());

        assertThat(assembler.assemble().instructions())
                .extracting(Instruction::offset)
                .containsExactly(3, 0, 0, -4, 0);
    }

    @Test
    void a_label_that_is_nowhere_is_a_mistake() {
        assembler.jump(assembler.label());

        assertThatThrownBy(assembler::assemble).hasMessage("label 'L1' is not bound");
    }

    @Test
    void a_jump_that_is_too_far_is_a_mistake() {
        Label end = assembler.label();
        assembler.jump(end);
        for (int i = 0; i < 40_000; i++) {
            assembler.add(Instruction.move(R0, i));
        }
        assembler.bind(end);

        assertThatThrownBy(assembler::assemble)
                .hasMessage(
                        "jump from instruction 0 to L1: it skips 40000 instructions, at most 32767"
                                + " can be skipped");
    }

    @Test
    void a_constant_takes_two_instructions_only_if_it_needs_them() {
        assembler.constant(R1, -1).constant(R2, 0x80000000L);

        assertThat(assembler.assemble().toString())
                .isEqualTo(
                        """
                        ; the program's frame
                        0: (b7) r1 = -1
                        1: (18) r2 = 0x80000000
                        """);
    }

    @Test
    void maps_have_names_until_the_program_is_linked() {
        assembler.map(R1, "events").mapValue(R2, "counts", 16);
        Code code = assembler.assemble();

        assertThat(code.toString())
                .contains("0: (18) r1 = map[events]", "2: (18) r2 = map[counts][0]+16");
        assertThat(code.link(name -> name.equals("events") ? 11 : 12))
                .containsExactly(
                        Instruction.map(R1, 11),
                        Instruction.valueOffset(0),
                        Instruction.mapValue(R2, 12),
                        Instruction.valueOffset(16));
    }

    @Test
    void each_kind_of_instruction_has_its_text() {
        Label end = assembler.label();
        assembler
                .add(Instruction.copy(R6, R1), Instruction.load(Width.HALF, R2, R6, 10))
                .add(Instruction.storeValue(Width.WORD, FRAME, -4, 5))
                .add(Instruction.store(Width.BYTE, FRAME, -8, R2))
                .add(Instruction.alu(Operation.SHIFT_RIGHT_SIGNED, R2, 3))
                .add(Instruction.aluRegister(Operation.XOR, R2, R1), Instruction.negate(R2))
                .add(Instruction.atomicAdd64(R6, 8, R2), Instruction.exchange64(R6, -8, R2))
                .add(Instruction.compareAndExchange64(R6, -8, R1), Instruction.copy32(R2, R1))
                .call(Helper.PROBE_READ_KERNEL_STR)
                .jumpIfRegister(Condition.SIGNED_LESS_OR_EQUAL, R1, R2, end)
                .jumpIf(Condition.ANY_BIT, R1, -1, end)
                .add(Instruction.skipUnlessEqual32(R2, 1, 0))
                .jump(end)
                .bind(end)
                .add(Instruction.exit());

        assertThat(assembler.assemble().toString())
                .isEqualTo(
                        """
                        ; the program's frame
                        0: (bf) r6 = r1
                        1: (69) r2 = *(u16 *)(r6 +10)
                        2: (62) *(u32 *)(r10 -4) = 5
                        3: (73) *(u8 *)(r10 -8) = r2
                        4: (c7) r2 s>>= 3
                        5: (af) r2 ^= r1
                        6: (87) r2 = -r2
                        7: (db) lock *(u64 *)(r6 +8) += r2
                        8: (db) r2 = atomic64_xchg((u64 *)(r6 -8), r2)
                        9: (db) r0 = atomic64_cmpxchg((u64 *)(r6 -8), r0, r1)
                        10: (bc) w2 = w1
                        11: (85) call bpf_probe_read_kernel_str#115
                        12: (dd) if r1 s<= r2 goto pc+3
                        13: (45) if r1 & 0xffffffff goto pc+2
                        14: (56) if w2 != 0x1 goto pc+0
                        15: (05) goto pc+0
                        16: (95) exit
                        """);
    }

    @Test
    void what_an_instruction_was_made_for_is_a_line_of_its_program() {
        assembler.add(Instruction.move(R0, 0));
        assembler.origin(new Origin("Call", 2, "component `count`"));
        assembler.add(Instruction.move(R1, 0), Instruction.exit());

        assertThat(assembler.assemble().lines())
                .extracting(line -> line.instruction() + " " + line.file() + ":" + line.number())
                .containsExactly("0 test:0", "1 Call:2");
    }
}
