package io.fentry4j.internal.asm;

import static io.fentry4j.internal.asm.Instruction.R0;
import static io.fentry4j.internal.asm.Instruction.R1;
import static io.fentry4j.internal.asm.Instruction.R2;
import static io.fentry4j.internal.asm.Instruction.R7;
import static io.fentry4j.internal.asm.Instruction.R8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The bytes are those that clang 19 writes for the same instruction (`llvm-objdump -d`).
class InstructionTest {

    static Stream<Arguments> instructions() {
        return Stream.of(
                Arguments.of(Instruction.move(R0, 0), "b700000000000000"),
                Arguments.of(Instruction.move(R2, -1), "b7020000ffffffff"),
                Arguments.of(Instruction.copy(R1, Instruction.FRAME), "bfa1000000000000"),
                Arguments.of(Instruction.add(R1, -8), "07010000f8ffffff"),
                Arguments.of(Instruction.load64(R2, R1, 16), "7912100000000000"),
                Arguments.of(Instruction.skipUnlessEqual32(R2, 0x40000001, 4), "5602040001000040"),
                Arguments.of(Instruction.mapValue(R1, 5), "1821000005000000"),
                Arguments.of(Instruction.valueOffset(8), "0000000008000000"),
                Arguments.of(Instruction.atomicAdd64(R1, 0, R2), "db21000000000000"),
                Arguments.of(Instruction.copy32(R1, R8), "bc81000000000000"),
                Arguments.of(Instruction.exchange64(R7, -8, R1), "db17f8ffe1000000"),
                Arguments.of(Instruction.compareAndExchange64(R7, -8, R8), "db87f8fff1000000"),
                Arguments.of(Instruction.call(113), "8500000071000000"),
                Arguments.of(Instruction.exit(), "9500000000000000"));
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void an_instruction_has_the_kernels_eight_bytes(Instruction instruction, String bytes) {
        assertThat(HexFormat.of().formatHex(Instruction.encode(List.of(instruction))))
                .isEqualTo(bytes);
    }

    @Test
    void an_offset_that_does_not_fit_is_refused_instead_of_cut() {
        assertThatThrownBy(() -> Instruction.load64(R1, R2, 40_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("offset 40000 is no 16 bits");
        assertThat(Instruction.load64(R1, R2, -32_768).offset()).isEqualTo(-32_768);
    }
}
